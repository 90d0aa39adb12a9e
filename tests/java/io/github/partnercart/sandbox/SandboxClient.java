package io.github.partnercart.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;

/** What tests send to a sandbox, over real HTTP. */
final class SandboxClient {
  static final String CUSTOMER = "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08";
  static final String ITEM =
      "{\"catalogItemId\":\"DG7GMGF0DWTL:0001:DG7GMGF0DSJB\",\"quantity\":1}";
  static final String CART = cart(ITEM);
  static final String CARTS = "/v1/customers/" + CUSTOMER + "/carts";

  final HttpClient http = HttpClient.newHttpClient();
  private final Sandbox sandbox;

  SandboxClient(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  static String cart(String... items) {
    return "{\"lineItems\":[" + String.join(",", items) + "]}";
  }

  static String newId() {
    return UUID.randomUUID().toString();
  }

  static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  static JsonObject item(HttpResponse<String> answer, int index) {
    return json(answer).getAsJsonArray("lineItems").get(index).getAsJsonObject();
  }

  static String code(HttpResponse<String> answer) {
    return json(answer).get("code").getAsString();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(sandbox.address().resolve(path))
        .version(HttpClient.Version.HTTP_1_1)
        .header("Authorization", "Bearer t");
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder posting(String path, String requestId, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .header("MS-RequestId", requestId)
        .POST(BodyPublishers.ofString(body));
  }

  HttpRequest.Builder putting(String cartId, String requestId, String body) {
    return request(CARTS + "/" + cartId)
        .header("Content-Type", "application/json")
        .header("MS-RequestId", requestId)
        .PUT(BodyPublishers.ofString(body));
  }

  HttpResponse<String> create(String body) throws IOException, InterruptedException {
    return send(posting(CARTS, newId(), body));
  }

  String createdId(String body) throws IOException, InterruptedException {
    return json(create(body)).get("id").getAsString();
  }

  HttpResponse<String> get(String cartId) throws IOException, InterruptedException {
    return send(request(CARTS + "/" + cartId));
  }

  HttpResponse<String> put(String cartId, String body) throws IOException, InterruptedException {
    return send(putting(cartId, newId(), body));
  }

  HttpResponse<String> checkOut(String cartId) throws IOException, InterruptedException {
    return send(posting(CARTS + "/" + cartId + "/checkout", newId(), ""));
  }

  URI address() {
    return sandbox.address();
  }
}
