package io.github.partnercart.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.CharArrayReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads UTF-8 JSON texts into trees, strictly: exactly one value of RFC 8259, nesting at most 64
 * deep. Numbers keep the digits they were written with.
 */
public enum JsonReading {
  /** What a user wrote: a name that stands twice in an object is an error (RFC 7493). */
  OF_COMMANDS(true),
  /**
   * What the service answered, which is not the user's fault: of equal names the last one counts,
   * and what is no text in UTF-8 is replaced.
   */
  OF_ANSWERS(false);

  /** The deepest nesting that is read. */
  public static final int MAX_DEPTH = 64;

  private static final Pattern GSON_LOCATION =
      Pattern.compile(" at line (\\d+) column (\\d+) path (\\S*)");

  private static final int MAX_DIGITS = 1000;
  private static final Pattern LONG_NUMBER = Pattern.compile("-?[0-9.]{" + MAX_DIGITS + ",}");

  private final boolean isStrict;

  JsonReading(boolean isStrict) {
    this.isStrict = isStrict;
  }

  /**
   * Reads one JSON text.
   *
   * @param utf8 the text's bytes, without a byte order mark
   * @throws InvalidJsonException if they are anything else than one JSON value
   */
  public JsonElement read(byte[] utf8) throws InvalidJsonException {
    if (ByteOrderMark.startsWith(utf8)) {
      // Gson would pass over it; where one may stand, the caller has taken it off.
      throw new InvalidJsonException("a byte order mark may stand at the start of the input only");
    }
    CodingErrorAction onMalformedUtf8 =
        isStrict ? CodingErrorAction.REPORT : CodingErrorAction.REPLACE;
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(onMalformedUtf8)
            .onUnmappableCharacter(onMalformedUtf8);
    try {
      CharBuffer text = decoder.decode(ByteBuffer.wrap(utf8));
      if (!isStrict) {
        Surrogates.replaceUnpaired(text.array(), text.length());
      }
      return read(text);
    } catch (CharacterCodingException e) {
      throw new InvalidJsonException(
          "the text is not UTF-8 at byte %d".formatted(firstMalformedByte(utf8)));
    }
  }

  /** Counts from 1, as editors do. */
  private static int firstMalformedByte(byte[] utf8) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CharBuffer chars = CharBuffer.allocate(1024);
    while (decoder.decode(bytes, chars, true).isOverflow()) {
      chars.clear();
    }
    return bytes.position() + 1;
  }

  private JsonElement read(CharBuffer text) throws InvalidJsonException, CharacterCodingException {
    JsonReader reader = new JsonReader(new CharArrayReader(text.array(), 0, text.length()));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(MAX_DEPTH);
    try {
      JsonElement value = readValue(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new InvalidJsonException("there is more text after the JSON value" + where(reader));
      }
      return value;
    } catch (CharacterCodingException e) {
      throw e;
    } catch (EOFException e) {
      throw new InvalidJsonException("the text ends in the middle of a value" + where(reader));
    } catch (MalformedJsonException e) {
      throw isLongNumber(text, reader)
          ? InvalidJsonException.limit(
              "a number has more than " + MAX_DIGITS + " digits" + where(reader))
          : invalid(String.valueOf(e.getMessage()), where(reader));
    } catch (IOException | NumberFormatException e) {
      throw new InvalidJsonException("the text can't be read as JSON" + where(reader));
    }
  }

  private JsonElement readValue(JsonReader reader) throws IOException, InvalidJsonException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> readMembers(reader);
      case BEGIN_ARRAY -> readArray(reader);
      // Gson's own number keeps its digits.
      case NUMBER -> JsonParser.parseReader(reader);
      case STRING -> new JsonPrimitive(reader.nextString());
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      default -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
    };
  }

  private JsonObject readMembers(JsonReader reader) throws IOException, InvalidJsonException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (isStrict && object.has(name)) {
        throw InvalidJsonException.limit(
            "the member \"" + name + "\" stands twice in one object" + where(reader));
      }
      object.add(name, readValue(reader));
    }
    reader.endObject();
    return object;
  }

  private JsonArray readArray(JsonReader reader) throws IOException, InvalidJsonException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(readValue(reader));
    }
    reader.endArray();
    return array;
  }

  /** Gson takes no number that does not fit its buffer. */
  private static boolean isLongNumber(CharBuffer text, JsonReader reader) {
    Matcher location = GSON_LOCATION.matcher(reader.toString());
    return location.find()
        && location.group(1).equals("1")
        && LONG_NUMBER
            .matcher(text)
            .region(Integer.parseInt(location.group(2)) - 1, text.length())
            .lookingAt();
  }

  private static InvalidJsonException invalid(String gsonMessage, String where) {
    if (gsonMessage.contains("Nesting limit")) {
      return InvalidJsonException.limit("the nesting is more than " + MAX_DEPTH + " deep" + where);
    }
    if (gsonMessage.contains("surrogate")) {
      return InvalidJsonException.limit(
          "a \\u escape is half of a character (an unpaired surrogate)" + where);
    }
    return new InvalidJsonException(what(gsonMessage) + where);
  }

  /** Gson's own words without its advice to be lenient and its address of a help page. */
  private static String what(String gsonMessage) {
    if (gsonMessage.contains("setStrictness")) {
      return "unexpected character";
    }
    String firstLine = gsonMessage.lines().findFirst().orElse("");
    Matcher location = GSON_LOCATION.matcher(firstLine);
    String what = location.find() ? firstLine.substring(0, location.start()) : firstLine;
    what = what.replace(" in strict mode", "");
    return what.isEmpty() ? "the text can't be read as JSON" : what;
  }

  private static String where(JsonReader reader) {
    return ", at" + near(reader);
  }

  private static String near(JsonReader reader) {
    // The reader tells its position nowhere else than in its text form.
    Matcher location = GSON_LOCATION.matcher(reader.toString());
    return location.find()
        ? " column " + location.group(2) + " (" + location.group(3) + ")"
        : " its beginning";
  }
}
