package io.github.partnercart.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** Answers that say no, in the shapes that Partner Center documents. */
final class FaultBody {
  static final String TOKEN_MISSING = "800001";
  static final String INVALID_INPUT = "800002";
  static final String UNEXPECTED = "800003";
  static final String CART_NOT_FOUND = "800008";
  static final String ERROR_IN_CART_ITEMS = "800009";
  static final String CART_IN_PROCESS = "800064";
  static final String CART_ALREADY_SUBMITTED = "800065";
  static final String NO_RELATIONSHIP = "20002";
  static final String NOT_FOUND = "1000";

  private FaultBody() {}

  static Answer answer(int status, String code, String description) {
    var body = new JsonObject();
    body.addProperty("code", code);
    body.addProperty("description", description);
    body.add("data", new JsonArray());
    body.addProperty("source", "PartnerFD");
    return Answer.of(status, body);
  }

  static Answer invalidInput(String description) {
    return answer(400, INVALID_INPUT, description);
  }

  /** The gateway's answer, which has a shape of its own. */
  static Answer throttled(int seconds) {
    var body = new JsonObject();
    body.addProperty("statusCode", 429);
    body.addProperty("message", "Rate limit is exceeded. Try again in " + seconds + " seconds.");
    return Answer.of(429, body).with("Retry-After", String.valueOf(seconds));
  }
}
