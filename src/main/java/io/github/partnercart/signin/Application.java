package io.github.partnercart.signin;

/**
 * The application that signs in.
 *
 * @param tenant the id or a domain of the partner's tenant
 * @param clientId the application's id
 */
public record Application(String tenant, String clientId) {
  /** The tenant of the one who signs in, for an application and its user. */
  public static final String ANY_TENANT = "organizations";
}
