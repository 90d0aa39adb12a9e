package io.github.partnercart;

/** Command lines that tests write. */
public final class Commands {
  public static final String CUSTOMER = "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08";

  /** The help page's example as a command that sends nothing. */
  public static final String WHAT_IF = newCartWhatIf(lineItem(""));

  /** The answer to {@link #WHAT_IF}, in PowerShell's words. */
  public static final String WHAT_IF_SENTENCE =
      "What if: Performing the operation \"New-PartnerCustomerCart\" on target \"Creates a new cart"
          + " for the customer with the identifier of "
          + CUSTOMER
          + ".\".";

  private Commands() {}

  /** A command with these parameters, the customer beside them. */
  public static String command(String name, String parameters) {
    return "{\"Command\":\"%s\",\"Parameters\":{\"CustomerId\":\"%s\"%s}}"
        .formatted(name, CUSTOMER, parameters.isEmpty() ? "" : "," + parameters);
  }

  /** The same command with more members beside it, such as {@code "Id":1}. */
  public static String with(String member, String command) {
    return "{" + member + "," + command.substring(1);
  }

  public static String newCart(String lineItems) {
    return command("New-PartnerCustomerCart", "\"LineItems\":" + lineItems);
  }

  public static String newCartWhatIf(String lineItems) {
    return command("New-PartnerCustomerCart", "\"WhatIf\":true,\"LineItems\":" + lineItems);
  }

  public static String getCart(String cartId) {
    return command("Get-PartnerCustomerCart", "\"CartId\":\"" + cartId + "\"");
  }

  public static String addLineItem(String cartId, String lineItem) {
    return command(
        "Add-PartnerCustomerCartLineItem",
        "\"CartId\":\"" + cartId + "\",\"LineItem\":" + lineItem);
  }

  /** A line item that can be used, with more members such as {@code "FriendlyName":"a"}. */
  public static String lineItem(String more) {
    return "{\"CatalogItemId\":\"DG7GMGF0DWTL:0001:DG7GMGF0DSJB\",\"Quantity\":10%s}"
        .formatted(more.isEmpty() ? "" : "," + more);
  }
}
