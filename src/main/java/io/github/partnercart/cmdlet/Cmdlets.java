package io.github.partnercart.cmdlet;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cmdlets that there are. */
public record Cmdlets(List<CmdletType> types) {
  /** Those that work on Partner Center. */
  public static final Cmdlets OF_PARTNER_CENTER =
      new Cmdlets(
          List.of(
              NewPartnerCustomerCart.TYPE,
              GetPartnerCustomerCart.TYPE,
              SetPartnerCustomerCart.TYPE,
              AddPartnerCustomerCartLineItem.TYPE,
              SubmitPartnerCustomerCart.TYPE,
              GetPartnerContext.TYPE));

  /** The same with those that change who is signed in. */
  public Cmdlets with(PartnerSession session) {
    return with(ConnectPartnerCenter.type(session)).with(DisconnectPartnerCenter.type(session));
  }

  /** The same with one more. */
  public Cmdlets with(CmdletType type) {
    return new Cmdlets(Stream.concat(types.stream(), Stream.of(type)).toList());
  }

  /** Finds a cmdlet by its name, in any case. */
  public Optional<CmdletType> named(String name) {
    return types.stream().filter(type -> type.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The names of all cmdlets, for a message. */
  public String names() {
    return types.stream().map(CmdletType::name).collect(Collectors.joining(", "));
  }
}
