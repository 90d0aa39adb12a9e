package io.github.partnercart.signin;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an identity service said with its no; a member is null where it did not say that.
 *
 * @param statusCode the answer's HTTP status
 * @param error the error by OAuth's name, such as {@code invalid_client}
 * @param code the service's own code, such as {@code AADSTS7000215}
 * @param description the service's words, in one line
 * @param correlationId a GUID that its support finds the request by
 * @param traceId a GUID that its support finds the answer by
 * @param timestamp when it said so, by its own clock
 * @param retryAfter how long it asked to wait
 */
public record Refusal(
    @Nullable Integer statusCode,
    @Nullable String error,
    @Nullable String code,
    @Nullable String description,
    @Nullable String correlationId,
    @Nullable String traceId,
    @Nullable Instant timestamp,
    @Nullable Duration retryAfter)
    implements Serializable {}
