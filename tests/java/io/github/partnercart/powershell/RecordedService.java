package io.github.partnercart.powershell;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers on loopback what was recorded, for the scenario that was named last. */
final class RecordedService implements AutoCloseable {
  private static final String SCENARIO = "/scenario/";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String defaultBody;
  private final Map<String, JsonObject> scenarios = new HashMap<>();
  private final Map<String, RecordedAnswers> begun = new ConcurrentHashMap<>();
  private volatile RecordedAnswers now = new RecordedAnswers(new JsonObject());

  RecordedService(JsonObject recorded) throws IOException {
    defaultBody = recorded.get("defaultBody").getAsString();
    for (JsonElement scenario : recorded.getAsJsonArray("scenarios")) {
      scenarios.put(scenario.getAsJsonObject().get("id").getAsString(), scenario.getAsJsonObject());
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What came while that scenario ran. */
  List<ReceivedRequest> received(String scenario) {
    return begun.get(scenario).received();
  }

  /** All that came. */
  List<ReceivedRequest> received() {
    return begun.values().stream().flatMap(answers -> answers.received().stream()).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(SCENARIO)) {
      String scenario = path.substring(SCENARIO.length());
      now = new RecordedAnswers(scenarios.get(scenario));
      begun.put(scenario, now);
      send(exchange, 200, "");
      return;
    }
    RecordedAnswers answers = now;
    Optional<JsonObject> response =
        answers.next(
            new ReceivedRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                body));
    try {
      if (response.isPresent()) {
        answer(exchange, response.get());
      } else {
        send(exchange, 500, "{\"description\":\"More requests than were recorded.\"}");
      }
    } finally {
      answers.sent();
    }
  }

  private void answer(HttpExchange exchange, JsonObject response) throws IOException {
    String mode = response.has("mode") ? response.get("mode").getAsString() : "";
    if (mode.equals("close")) {
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    if (response.has("headers")) {
      response
          .getAsJsonObject("headers")
          .entrySet()
          .forEach(h -> exchange.getResponseHeaders().set(h.getKey(), h.getValue().getAsString()));
    }
    int status = response.get("status").getAsInt();
    String body = response.has("body") ? response.get("body").getAsString() : defaultBody;
    if (mode.equals("midbody")) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, 2L * bytes.length);
      OutputStream stream = exchange.getResponseBody();
      stream.write(bytes);
      stream.flush();
      // Before the end that was announced, so the connection is cut.
      exchange.close();
      return;
    }
    send(exchange, status, body);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean isBodyless = status == 204 || status == 304;
    exchange.sendResponseHeaders(status, isBodyless || bytes.length == 0 ? -1 : bytes.length);
    if (!isBodyless && bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
