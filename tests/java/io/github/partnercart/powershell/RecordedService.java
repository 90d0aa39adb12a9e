package io.github.partnercart.powershell;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** Answers on loopback what was recorded, for the scenario that was named last. */
final class RecordedService implements AutoCloseable {
  private static final String SCENARIO = "/scenario/";

  private final HttpServer server;
  private final String defaultBody;
  private final Map<String, JsonObject> scenarios = new HashMap<>();
  private final Queue<JsonObject> responses = new ArrayDeque<>();

  RecordedService(JsonObject recorded) throws IOException {
    defaultBody = recorded.get("defaultBody").getAsString();
    for (JsonElement scenario : recorded.getAsJsonArray("scenarios")) {
      scenarios.put(scenario.getAsJsonObject().get("id").getAsString(), scenario.getAsJsonObject());
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(SCENARIO)) {
      responses.clear();
      JsonObject scenario = scenarios.get(path.substring(SCENARIO.length()));
      if (scenario.has("responses")) {
        scenario.getAsJsonArray("responses").forEach(r -> responses.add(r.getAsJsonObject()));
      } else {
        // The original sent nothing; where this module does, it is to get a cart.
        JsonObject created = new JsonObject();
        created.addProperty("status", 201);
        responses.add(created);
      }
      send(exchange, 200, "");
      return;
    }
    JsonObject response = responses.poll();
    if (response == null) {
      send(exchange, 500, "{\"description\":\"More requests than were recorded.\"}");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    if (response.has("headers")) {
      response
          .getAsJsonObject("headers")
          .entrySet()
          .forEach(h -> exchange.getResponseHeaders().set(h.getKey(), h.getValue().getAsString()));
    }
    String body = response.has("body") ? response.get("body").getAsString() : defaultBody;
    send(exchange, response.get("status").getAsInt(), body);
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
  }
}
