package io.github.partnercart.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * JSON in one form: two values that mean the same have the same text and the same digest. Members
 * are sorted by name, a member that is null counts as one that is not there, and 1.0 is 1.
 */
public final class CanonicalJson {
  /** 128 bits: no two contents of one journal share them by chance. */
  private static final int DIGEST_BYTES = 16;

  private CanonicalJson() {}

  /** The digest of a value, 32 hexadecimal digits. */
  public static String digest(JsonElement value) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text(value).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text of a value. */
  public static String text(JsonElement value) {
    return canonical(value).toString();
  }

  private static JsonElement canonical(JsonElement value) {
    if (value instanceof JsonObject object) {
      TreeMap<String, JsonElement> members = new TreeMap<>(object.asMap());
      JsonObject sorted = new JsonObject();
      members.forEach(
          (name, member) -> {
            if (!member.isJsonNull()) {
              sorted.add(name, canonical(member));
            }
          });
      return sorted;
    }
    if (value instanceof JsonArray array) {
      JsonArray elements = new JsonArray(array.size());
      array.forEach(element -> elements.add(canonical(element)));
      return elements;
    }
    return value instanceof JsonPrimitive number && number.isNumber()
        ? new JsonPrimitive(number(number.getAsString()))
        : value;
  }

  private static Number number(String digits) {
    BigDecimal number = new BigDecimal(digits).stripTrailingZeros();
    // As text an exponent of a million digits would be a million digits.
    return number.scale() <= 0 && number.scale() > -20 ? number.toBigInteger() : number;
  }
}
