package io.github.partnercart.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * An identity service on loopback https, whose certificate this JVM trusts until it is closed: it
 * issues access-1, access-2, …, keeps what it was asked, and can be told to answer otherwise.
 */
public final class FakeIdentityService implements AutoCloseable {
  private static final MockResponse REPEAT = new MockResponse.Builder().build();

  private final MockWebServer server = new MockWebServer();
  private final HeldCertificate certificate;
  private final SSLContext trustBefore;
  private final AtomicInteger issued = new AtomicInteger();
  private final Queue<MockResponse> otherAnswers = new ConcurrentLinkedQueue<>();

  /** The forms that came to the token endpoint. */
  public final BlockingQueue<Map<String, String>> tokenForms = new LinkedBlockingQueue<>();

  /** The forms that came to the device code endpoint. */
  public final BlockingQueue<Map<String, String>> deviceForms = new LinkedBlockingQueue<>();

  /** Whether users have not entered their device codes yet. */
  public volatile boolean usersAreAbsent;

  /** Method and target of every request. */
  public final Queue<String> requests = new ConcurrentLinkedQueue<>();

  private volatile String user = "o";

  private FakeIdentityService() throws Exception {
    trustBefore = SSLContext.getDefault();
    certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.start();
    SSLContext.setDefault(
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build()
            .sslContext());
  }

  public static FakeIdentityService start() throws Exception {
    return new FakeIdentityService();
  }

  public String address() {
    return "https://localhost:" + server.getPort();
  }

  public int port() {
    return server.getPort();
  }

  /** The certificate, for a process that is to trust it. */
  public X509Certificate certificate() {
    return certificate.certificate();
  }

  /** Lets another user sign in from now on, by an id of its own. */
  public void signIn(String id) {
    user = id;
  }

  /** What the token endpoint answers next, instead of a token. */
  public void answerNext(MockResponse response) {
    otherAnswers.add(response);
  }

  /** Lets the token endpoint repeat all that it is sent, in its next answer, as a refusal. */
  public void repeatNext() {
    otherAnswers.add(REPEAT);
  }

  /** A refusal in the identity service's form. */
  public static MockResponse refusal(int status, String error, String description) {
    JsonObject json = new JsonObject();
    json.addProperty("error", error);
    json.addProperty("error_description", description);
    json.addProperty("correlation_id", "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
    return json(status, json.toString());
  }

  public static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  private MockResponse answer(RecordedRequest request) {
    requests.add(request.getMethod() + " " + request.getTarget());
    String path = request.getUrl().encodedPath();
    if (path.endsWith("/v2.0/.well-known/openid-configuration")) {
      String base = address() + path.replace("/v2.0/.well-known/openid-configuration", "");
      return json(
          200,
          "{\"issuer\":\"%1$s/v2.0\",\"authorization_endpoint\":\"%1$s/oauth2/v2.0/authorize\",\"token_endpoint\":\"%1$s/oauth2/v2.0/token\",\"device_authorization_endpoint\":\"%1$s/oauth2/v2.0/devicecode\"}"
              .formatted(base));
    }
    if (path.endsWith("/oauth2/v2.0/devicecode")) {
      deviceForms.add(form(request));
      return json(
          200,
          "{\"device_code\":\"device-code\",\"user_code\":\"USERCODE\",\"verification_uri\":\"https://microsoft.com/devicelogin\",\"expires_in\":900,\"interval\":1,\"message\":\"Go to https://microsoft.com/devicelogin and enter USERCODE.\"}");
    }
    if (path.endsWith("/oauth2/v2.0/token")) {
      Map<String, String> form = form(request);
      if (usersAreAbsent && form.containsKey("device_code")) {
        return refusal(400, "authorization_pending", "AADSTS70016: Pending.");
      }
      tokenForms.add(form);
      MockResponse other = otherAnswers.poll();
      if (other == REPEAT) {
        return refusal(
            401, "invalid_client", "AADSTS7000215: " + form + " " + request.getBody().utf8());
      }
      return other != null ? other : json(200, token());
    }
    return new MockResponse.Builder().code(404).build();
  }

  /** The next token, with all that comes with a user's. */
  public String token() {
    int number = issued.incrementAndGet();
    JsonObject json = new JsonObject();
    json.addProperty("token_type", "Bearer");
    json.addProperty("scope", "https://api.partnercenter.microsoft.com/.default");
    json.addProperty("expires_in", 3600);
    json.addProperty("ext_expires_in", 3600);
    json.addProperty("access_token", "access-" + number);
    json.addProperty("refresh_token", "refresh-" + number);
    json.addProperty(
        "id_token",
        base64("{\"alg\":\"none\"}")
            + "."
            + base64(
                "{\"aud\":\"c\",\"iss\":\"i\",\"sub\":\"s\",\"oid\":\"o\",\"tid\":\"t\",\"preferred_username\":\"user@example.com\"}")
            + ".x");
    json.addProperty("client_info", base64("{\"uid\":\"" + user + "\",\"utid\":\"t\"}"));
    return json.toString();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The fields of a form. */
  private static Map<String, String> form(RecordedRequest request) {
    Map<String, String> form = new TreeMap<>();
    for (String field : request.getBody().utf8().split("&")) {
      String[] parts = field.split("=", 2);
      form.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
    }
    return form;
  }

  /** Checks that an assertion was made with this certificate's key, for this service, and now. */
  public static void assertSigned(
      String assertion, X509Certificate by, String client, String tokenAddress) throws Exception {
    String[] parts = assertion.split("\\.");
    JsonObject header = decoded(parts[0]);
    JsonObject claims = decoded(parts[1]);
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    Signature signature;
    if (header.get("alg").getAsString().equals("PS256")) {
      signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    } else {
      assertEquals("RS256", header.get("alg").getAsString());
      signature = Signature.getInstance("SHA256withRSA");
    }
    signature.initVerify(by.getPublicKey());
    signature.update(signed);
    assertTrue(signature.verify(Base64.getUrlDecoder().decode(parts[2])), "signature");
    boolean isSha256 = header.has("x5t#S256");
    byte[] thumbprint =
        MessageDigest.getInstance(isSha256 ? "SHA-256" : "SHA-1").digest(by.getEncoded());
    assertEquals(
        Base64.getUrlEncoder().withoutPadding().encodeToString(thumbprint),
        // MSAL4J writes base64 where RFC 7515 wants base64url.
        header
            .get(isSha256 ? "x5t#S256" : "x5t")
            .getAsString()
            .replace('+', '-')
            .replace('/', '_')
            .replaceAll("=+$", ""));
    assertEquals(client, claims.get("iss").getAsString());
    assertEquals(client, claims.get("sub").getAsString());
    assertTrue(claims.get("aud").toString().contains(tokenAddress), claims.toString());
    long now = Instant.now().getEpochSecond();
    assertTrue(claims.get("nbf").getAsLong() <= now && claims.get("exp").getAsLong() > now);
  }

  private static JsonObject decoded(String part) {
    return JsonParser.parseString(
            new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  /** Goes away, as a service does that is down. */
  public void stop() throws IOException {
    server.close();
  }

  @Override
  public void close() {
    SSLContext.setDefault(trustBefore);
    server.close();
  }
}
