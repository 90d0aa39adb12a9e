package io.github.partnercart.command;

/** {@code Submit-PartnerCustomerCart}: checks a cart out, which places its orders. */
record SubmitPartnerCustomerCart(String customerId, String cart) implements Cmdlet.Checkout {
  static final CmdletType TYPE =
      CmdletType.change("Submit-PartnerCustomerCart")
          .mandatory("CartId", "CustomerId")
          .bound(
              arguments ->
                  new SubmitPartnerCustomerCart(arguments.customerId(), arguments.cartId()));

  @Override
  public String target() {
    return "Checks out the cart with the identifier of " + cart + ".";
  }
}
