package io.github.partnercart.command;

/** {@code Get-PartnerCustomerCart}: reads a cart. */
record GetPartnerCustomerCart(String customerId, String cart) implements Cmdlet.Read {
  static final CmdletType TYPE =
      CmdletType.named("Get-PartnerCustomerCart")
          .mandatory("CartId", "CustomerId")
          .bound(
              arguments -> new GetPartnerCustomerCart(arguments.customerId(), arguments.cartId()));
}
