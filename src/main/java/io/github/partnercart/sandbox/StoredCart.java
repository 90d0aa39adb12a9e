package io.github.partnercart.sandbox;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** One cart in the store; kept as text, which takes a fraction of the memory of a JSON tree. */
final class StoredCart {
  final String id;
  final String customerId;
  final Instant created;

  /** Whether a request is changing or ordering this cart right now. */
  final AtomicBoolean inProcess = new AtomicBoolean();

  /** The orders that were placed, by their group. */
  final Map<String, JsonObject> orders = new LinkedHashMap<>();

  /** How often it was to be checked out. */
  int checkouts;

  volatile String json;
  volatile boolean ordered;

  StoredCart(String id, String customerId, Instant created, String json) {
    this.id = id;
    this.customerId = customerId;
    this.created = created;
    this.json = json;
  }
}
