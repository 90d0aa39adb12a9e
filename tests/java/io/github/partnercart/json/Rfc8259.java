package io.github.partnercart.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells whether bytes are one JSON text by the grammar of RFC 8259, without a name twice in one
 * object (RFC 7493), with whole surrogate pairs, nested at most 64 deep: written from the RFCs
 * alone, to be compared with.
 */
public final class Rfc8259 {
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final String text;
  private int at;
  private int depth;

  private Rfc8259(String text) {
    this.text = text;
  }

  /** Whether it is allowed. */
  public static boolean allows(byte[] utf8) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(utf8))
              .toString();
      Rfc8259 reading = new Rfc8259(text);
      reading.space();
      reading.value();
      reading.space();
      return reading.at == text.length();
    } catch (CharacterCodingException | Refused e) {
      return false;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\uFFFF';
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(String literal) {
    if (!text.startsWith(literal, at)) {
      throw new Refused();
    }
    at += literal.length();
  }

  private void value() {
    switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> expect("true");
      case 'f' -> expect("false");
      case 'n' -> expect("null");
      default -> number();
    }
  }

  private void enter() {
    at++;
    depth++;
    if (depth > 64) {
      throw new Refused();
    }
    space();
  }

  private boolean leave(char end) {
    space();
    if (peek() != end) {
      return false;
    }
    at++;
    depth--;
    return true;
  }

  private void object() {
    enter();
    if (leave('}')) {
      return;
    }
    Set<String> names = new HashSet<>();
    do {
      space();
      if (!names.add(string())) {
        throw new Refused();
      }
      space();
      expect(":");
      space();
      value();
      if (leave('}')) {
        return;
      }
      expect(",");
    } while (true);
  }

  private void array() {
    enter();
    if (leave(']')) {
      return;
    }
    do {
      space();
      value();
      if (leave(']')) {
        return;
      }
      expect(",");
    } while (true);
  }

  private String string() {
    expect("\"");
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      if (at >= text.length() || peek() < ' ') {
        throw new Refused();
      }
      char next = text.charAt(at++);
      string.append(next == '\\' ? escape() : next);
    }
    at++;
    for (int i = 0; i < string.length(); i++) {
      if (Character.isSurrogate(string.charAt(i))) {
        if (i + 1 == string.length()
            || !Character.isSurrogatePair(string.charAt(i), string.charAt(i + 1))) {
          throw new Refused();
        }
        i++;
      }
    }
    return string.toString();
  }

  private char escape() {
    char escaped = peek();
    at++;
    return switch (escaped) {
      case '"', '\\', '/' -> escaped;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
          throw new Refused();
        }
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> throw new Refused();
    };
  }

  private void number() {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int from = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == from) {
      throw new Refused();
    }
  }
}
