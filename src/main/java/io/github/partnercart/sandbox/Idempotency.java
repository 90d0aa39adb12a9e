package io.github.partnercart.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Sees to it that one MS-RequestId does one thing, and is answered the same whenever it returns.
 */
final class Idempotency {
  private record Use(ByteBuffer fingerprint, CompletableFuture<Answer> answer) {}

  private final ConcurrentHashMap<String, Use> uses = new ConcurrentHashMap<>();

  /** Does the work and remembers its answer, or gives the answer of the first request. */
  Answer once(Request request, Supplier<Answer> work) {
    String id = request.requestId();
    if (id == null) {
      return work.get();
    }
    String key = id.toLowerCase(Locale.ROOT);
    var mine = new Use(fingerprint(request), new CompletableFuture<>());
    Use first = uses.putIfAbsent(key, mine);
    if (first == null) {
      return doAndRemember(key, mine, work);
    }
    if (!first.fingerprint().equals(mine.fingerprint())) {
      return FaultBody.invalidInput(
          "The MS-RequestId "
              + id
              + " was used before with another method, path or body. A repeat must send the same"
              + " ones; a new request needs a new MS-RequestId.");
    }
    return first.answer().join();
  }

  private Answer doAndRemember(String key, Use use, Supplier<Answer> work) {
    try {
      Answer answer = work.get();
      use.answer().complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      uses.remove(key, use);
      use.answer().completeExceptionally(e);
      throw e;
    }
  }

  private static ByteBuffer fingerprint(Request request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (request.method() + " " + request.path() + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(request.body().duplicate());
      return ByteBuffer.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
