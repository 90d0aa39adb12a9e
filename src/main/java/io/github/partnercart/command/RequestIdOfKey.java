package io.github.partnercart.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The first MS-RequestId of a New- with an IdempotencyKey: the same for the same purchase, so that
 * the service makes one cart however often it is sent. A version 5 UUID (RFC 9562).
 */
final class RequestIdOfKey {
  private static final UUID NAMESPACE = UUID.fromString("7f2a3c52-0d5c-4f0e-9a55-6f1d1c1b8e17");

  private RequestIdOfKey() {}

  /** The id of what these names describe, in this order. */
  static UUID of(String... names) {
    MessageDigest sha1 = sha1();
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits())
            .array());
    for (String name : names) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      // With its length, so that no two lists of names are the same bytes.
      sha1.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
      sha1.update(bytes);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha1.digest());
    long most = (digest.getLong() & ~0xF000L) | 0x5000L;
    long least = (digest.getLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(most, least);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
