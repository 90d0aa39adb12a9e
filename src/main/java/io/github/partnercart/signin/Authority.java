package io.github.partnercart.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * An identity service, and for which service its tokens are to be.
 *
 * @param host the identity service's address, without a path
 * @param isKnown whether it is one of Microsoft's, which vouch for each other
 * @param resource the address of the Partner Center that tokens are asked for
 */
public record Authority(URI host, boolean isKnown, String resource) {
  /** The scope that stands for all that the application may do at the resource. */
  public String scope() {
    return resource + "/.default";
  }

  /**
   * The audience that it expects of another provider's tokens: its cloud's, or where it is of none,
   * the public cloud's.
   */
  public String tokenExchange() {
    return Cloud.withAuthorityHost(host).orElse(Cloud.AzureCloud).tokenExchange();
  }

  /** The address of a tenant at the identity service. */
  public String ofTenant(String tenant) {
    return host + "/" + tenant + "/";
  }

  /**
   * The same with another identity service, as {@code AZURE_AUTHORITY_HOST} names it.
   *
   * @throws SignInException if it is no https address of a host
   */
  public Authority at(String address) throws SignInException {
    String written = address.strip().replaceFirst("/+$", "").toLowerCase(Locale.ROOT);
    try {
      URI uri = new URI(written.contains("://") ? written : "https://" + written);
      if ("https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return new Authority(uri, Cloud.withAuthorityHost(uri).isPresent(), resource);
      }
    } catch (URISyntaxException e) {
      // Answered below, like every other text that is no such address.
    }
    throw new SignInException(
        "AZURE_AUTHORITY_HOST must be the https address of an identity service, such as "
            + Cloud.AzureCloud.authorityHost()
            + ".");
  }
}
