package io.github.partnercart.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes an answer, with the headers that every answer of Partner Center has. */
final class ResponseWriter {
  static final String REQUEST_ID = "MS-RequestId";
  private static final String CORRELATION_ID = "MS-CorrelationId";
  private static final int SMALLEST_GZIPPED = 1024;
  private static final Pattern GZIP =
      Pattern.compile(
          "(?:^|,)\\s*gzip\\s*(?:;\\s*q=(\\d(?:\\.\\d*)?)\\s*)?(?:,|$)", Pattern.CASE_INSENSITIVE);

  private ResponseWriter() {}

  static void write(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json; charset=utf-8");
    headers.set(REQUEST_ID, sentOrNew(exchange, REQUEST_ID));
    headers.set(CORRELATION_ID, sentOrNew(exchange, CORRELATION_ID));
    headers.set("MS-CV", UUID.randomUUID().toString().substring(0, 8) + ".0");
    headers.set("MS-ServerId", "sandbox");
    answer.headers().forEach(headers::set);
    if (body.length > SMALLEST_GZIPPED && takesGzip(exchange)) {
      headers.set("Content-Encoding", "gzip");
      body = gzip(body);
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static String sentOrNew(HttpExchange exchange, String header) {
    @Nullable String sent = exchange.getRequestHeaders().getFirst(header);
    return sent != null ? sent : UUID.randomUUID().toString();
  }

  private static boolean takesGzip(HttpExchange exchange) {
    @Nullable List<String> accepted = exchange.getRequestHeaders().get("Accept-Encoding");
    if (accepted == null) {
      return false;
    }
    Matcher gzip = GZIP.matcher(String.join(",", accepted));
    return gzip.find() && (gzip.group(1) == null || Double.parseDouble(gzip.group(1)) > 0);
  }

  private static byte[] gzip(byte[] body) throws IOException {
    var bytes = new ByteArrayOutputStream(body.length);
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }
}
