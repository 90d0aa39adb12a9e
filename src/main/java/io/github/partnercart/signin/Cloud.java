package io.github.partnercart.signin;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A cloud of Microsoft's with the names and addresses that the original's EnvironmentName has, but
 * for those that no partner can sign in to any more.
 */
public enum Cloud {
  AzureCloud("https://login.microsoftonline.com", Addresses.GLOBAL, "api://AzureADTokenExchange"),
  AzureChinaCloud(
      "https://login.partner.microsoftonline.cn",
      "https://partner.partnercenterapi.microsoftonline.cn",
      "api://AzureADTokenExchangeChina"),
  AzureUSGovernment(
      "https://login.microsoftonline.us", Addresses.GLOBAL, "api://AzureADTokenExchangeUSGov");

  private static final class Addresses {
    static final String GLOBAL = "https://api.partnercenter.microsoft.com";
  }

  /** What became of the original's other clouds: one was closed, one was never for partners. */
  public static final String RETIRED =
      "AzureGermanCloud was closed in 2021, and AzurePPE is open to Microsoft only";

  private static final List<String> RETIRED_NAMES = List.of("AzureGermanCloud", "AzurePPE");

  private final URI authorityHost;
  private final String partnerCenter;
  private final String tokenExchange;

  Cloud(String authorityHost, String partnerCenter, String tokenExchange) {
    this.authorityHost = URI.create(authorityHost);
    this.partnerCenter = partnerCenter;
    this.tokenExchange = tokenExchange;
  }

  /** The address of its identity service. */
  public URI authorityHost() {
    return authorityHost;
  }

  /** The address of its Partner Center. */
  public String partnerCenter() {
    return partnerCenter;
  }

  /** Its identity service, for its Partner Center. */
  public Authority authority() {
    return new Authority(authorityHost, true, partnerCenter);
  }

  /**
   * Finds a cloud by its name, in any case.
   *
   * @throws IllegalArgumentException if there is none, or none any more, naming those that exist
   */
  public static Cloud named(String name) {
    for (Cloud cloud : values()) {
      if (cloud.name().equalsIgnoreCase(name)) {
        return cloud;
      }
    }
    if (RETIRED_NAMES.stream().anyMatch(name::equalsIgnoreCase)) {
      throw new IllegalArgumentException(RETIRED + "; there are " + names());
    }
    throw new IllegalArgumentException(
        "there is no environment \"%s\"; there are %s".formatted(name, names()));
  }

  /** The names of the clouds that there are. */
  public static String names() {
    return Arrays.stream(values()).map(Cloud::name).collect(Collectors.joining(", "));
  }

  /** Finds a cloud by the address of its Partner Center, which some have in common. */
  public static Optional<Cloud> withPartnerCenter(String address) {
    return Arrays.stream(values()).filter(cloud -> cloud.partnerCenter.equals(address)).findFirst();
  }

  /** The audience that its identity service expects of another provider's tokens. */
  String tokenExchange() {
    return tokenExchange;
  }

  /** The older name of China's identity service. */
  private static final URI OLD_CHINA = URI.create("https://login.chinacloudapi.cn");

  /** Finds a cloud by the address of its identity service. */
  static Optional<Cloud> withAuthorityHost(URI address) {
    if (address.equals(OLD_CHINA)) {
      return Optional.of(AzureChinaCloud);
    }
    return Arrays.stream(values()).filter(cloud -> cloud.authorityHost.equals(address)).findFirst();
  }
}
