package io.github.partnercart.command;

import io.github.partnercart.json.AsciiCase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The cmdlets that there are. */
public record Cmdlets(List<CmdletType> types) {
  /** All of them, a row each. */
  public static final Cmdlets ALL =
      new Cmdlets(
          List.of(
              NewPartnerCustomerCart.TYPE,
              GetPartnerCustomerCart.TYPE,
              SetPartnerCustomerCart.TYPE,
              AddPartnerCustomerCartLineItem.TYPE,
              SubmitPartnerCustomerCart.TYPE,
              GetPartnerContext.TYPE,
              ConnectPartnerCenter.TYPE,
              DisconnectPartnerCenter.TYPE,
              StopPartnerCartCommand.TYPE));

  /** Those that a whole input can be of. */
  public static final Cmdlets OF_PARTNER_CENTER =
      new Cmdlets(
          ALL.types().stream()
              .filter(type -> !type.equals(StopPartnerCartCommand.TYPE))
              .filter(type -> !type.changesSession())
              .toList());

  /** Finds a cmdlet by its name, in any case. */
  public Optional<CmdletType> named(String name) {
    return types.stream().filter(type -> AsciiCase.same(type.name(), name)).findFirst();
  }

  /** The names of all cmdlets, for a message. */
  public String names() {
    return types.stream().map(CmdletType::name).collect(Collectors.joining(", "));
  }
}
