package io.github.partnercart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What the launcher has Java watch while it prepares classes for later starts: carts in the
 * sandbox, and carts over TLS, all within this process. A sign-in is left out: one of its jars is
 * signed, and every start would check the signature.
 */
final class Rehearsal {
  private static final String CUSTOMER = "\"CustomerId\":\"00000000-0000-0000-0000-000000000000\"";
  private static final String COMMANDS =
      """
      {"Command":"New-PartnerCustomerCart","Parameters":{%1$s,"LineItems":[{"BillingCycle":"OneTime","CatalogItemId":"A:1:B","FriendlyName":"Rehearsal","ProvisioningContext":{"duration":"1Year"},"Quantity":1}]}}
      {"Id":1,"Command":"New-PartnerCustomerCart","Parameters":{%1$s,"LineItems":{"CatalogItemId":"A:1:B","Quantity":1},"WhatIf":true}}
      {"Id":"2","Command":"Get-PartnerCustomerCart","Parameters":{%1$s,"CartId":"0a719251-cd8c-4ac6-a39d-7d6e573397af"}}
      {"Command":"Get-PartnerCustomerCart"}
      """
          .formatted(CUSTOMER);
  private static final String CART =
      """
      {"id":"0a719251-cd8c-4ac6-a39d-7d6e573397af","creationTimestamp":"2026-11-23T05:31:48.8180631Z",\
      "lastModifiedTimestamp":"2026-11-23T05:31:48.8180631Z",\
      "expirationTimestamp":"2026-11-30T05:31:48.8180631Z","lastModifiedUser":"rehearsal",\
      "status":"Active","lineItems":[{"id":0,"catalogItemId":"A:1:B","quantity":1,\
      "billingCycle":"one_time","provisioningContext":{"duration":"1Year"}}]}""";

  private Rehearsal() {}

  /** Takes the path of a key store for localhost, and its password. */
  public static void main(String[] args) throws Exception {
    run(Map.of("PARTNER_CART_SANDBOX", "true"));
    overTls(Path.of(args[0]), args[1]);
    HttpSelectors.end();
  }

  private static void run(Map<String, String> environment)
      throws IOException, InterruptedException {
    InputStream in = new ByteArrayInputStream(COMMANDS.getBytes(StandardCharsets.UTF_8));
    OutputStream out = OutputStream.nullOutputStream();
    int unused =
        new Main(environment, in, out, new PrintStream(out, false, StandardCharsets.UTF_8)).run();
  }

  private static void overTls(Path keyStore, String password)
      throws IOException, InterruptedException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      keys.load(in, password.toCharArray());
    }
    HttpServer server = start(keys, password);
    // Java's own certificates are read as in any other run, before these are trusted instead.
    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
        .init((KeyStore) null);
    System.setProperty("javax.net.ssl.trustStore", keyStore.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", password);
    String address = "https://localhost:" + server.getAddress().getPort();
    run(Map.of("PARTNER_CART_ENDPOINT", address, "PARTNER_CENTER_ACCESS_TOKEN", "rehearsal"));
    server.stop(0);
  }

  private static HttpServer start(KeyStore keys, String password)
      throws IOException, GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", Rehearsal::answer);
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] body = CART.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
