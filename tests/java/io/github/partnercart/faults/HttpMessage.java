package io.github.partnercart.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP/1.1 request or answer as its bytes, whose body has a Content-Length.
 *
 * @param head the first line and the headers, with the blank line that ends them
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
record HttpMessage(String head, byte[] body) {
  /** Reads up to the end of the headers; {@code first} is a byte that was read before. */
  static String readHead(int first, InputStream in) throws IOException {
    StringBuilder head = new StringBuilder().append((char) first);
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  static HttpMessage read(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      throw new EOFException();
    }
    String head = readHead(first, in);
    return new HttpMessage(head, in.readNBytes(bodyLength(head)));
  }

  static int bodyLength(String head) {
    return header(head, "Content-Length").map(Integer::parseInt).orElse(0);
  }

  static Optional<String> header(String head, String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  /** An answer without a body. */
  static HttpMessage answer(String statusLine, String... headers) {
    return new HttpMessage(
        "HTTP/1.1 %s\r\n%sContent-Length: 0\r\n\r\n"
            .formatted(
                statusLine, headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n"),
        new byte[0]);
  }

  /** An answer with a JSON body. */
  static HttpMessage json(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new HttpMessage(
        "HTTP/1.1 %d Status\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, bytes.length),
        bytes);
  }

  int status() {
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }
}
