package io.github.partnercart.stdio;

import com.google.gson.JsonPrimitive;
import io.github.partnercart.cmdlet.Invocation;
import io.github.partnercart.partnercenter.Call;
import org.jspecify.annotations.Nullable;

/**
 * A command that was read and checked.
 *
 * @param line the number of its line
 * @param id what its answer is matched by; null where answers come in input order
 */
record Command(long line, @Nullable JsonPrimitive id, Invocation invocation, Call call) {
  /** Commands with the same key run one after another, in input order. */
  String key() {
    // A command that is repeated with its RequestId waits for the first one's answer.
    return invocation.cartId().orElse(call.requestId().toString());
  }
}
