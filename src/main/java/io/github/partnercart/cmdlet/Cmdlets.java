package io.github.partnercart.cmdlet;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All cmdlets that there are. */
public final class Cmdlets {
  private static final List<CmdletType> ALL =
      List.of(
          NewPartnerCustomerCart.TYPE,
          GetPartnerCustomerCart.TYPE,
          SetPartnerCustomerCart.TYPE,
          AddPartnerCustomerCartLineItem.TYPE,
          SubmitPartnerCustomerCart.TYPE);

  private Cmdlets() {}

  /** Finds a cmdlet by its name, in any case. */
  public static Optional<CmdletType> named(String name) {
    return ALL.stream().filter(type -> type.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The names of all cmdlets, for a message. */
  public static String names() {
    return ALL.stream().map(CmdletType::name).collect(Collectors.joining(", "));
  }
}
