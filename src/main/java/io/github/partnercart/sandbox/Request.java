package io.github.partnercart.sandbox;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A request as the sandbox looks at it.
 *
 * @param path as it was sent, without the query
 * @param authorization the header, if there is one
 * @param contentType the header, if there is one
 * @param requestId the header MS-RequestId, if there is one
 * @param body the whole body; reading must not move its position
 */
record Request(
    String method,
    String path,
    @Nullable String authorization,
    @Nullable String contentType,
    @Nullable String requestId,
    ByteBuffer body) {}
