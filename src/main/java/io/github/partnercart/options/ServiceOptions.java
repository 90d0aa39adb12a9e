package io.github.partnercart.options;

import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.signin.Cloud;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which service is used, and how.
 *
 * @param endpoint the service's address, unless it is the sandbox's
 * @param endpointIsGiven whether the address is one of its own, rather than an environment's
 * @param cloud where to sign in
 * @param caCertificates a file of authorities that are trusted beside Java's own, or {@code system}
 * @param locale the language of the service's messages
 * @param perSecond how many requests are sent a second at most; infinite for no such limit
 * @param retry how often requests are sent
 */
public record ServiceOptions(
    Endpoint endpoint,
    boolean endpointIsGiven,
    Cloud cloud,
    Optional<Path> caCertificates,
    String locale,
    double perSecond,
    RetrySettings retry) {}
