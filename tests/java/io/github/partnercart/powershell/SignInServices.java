package io.github.partnercart.powershell;

import com.google.gson.JsonObject;
import io.github.partnercart.signin.FakeIdentityService;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

/**
 * The services that the tests of the module's sign-in work with, until standard input ends. Prints
 * their addresses and the file of the certificate to trust, as JSON.
 */
public final class SignInServices {
  private SignInServices() {}

  /** Runs them. */
  public static void main(String[] args) throws Exception {
    Path trust = Files.createTempFile("partner-cart-trust", ".p12");
    try (FakeIdentityService identity = FakeIdentityService.start();
        BuyersService service = new BuyersService(identity)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("identity", identity.certificate());
      try (OutputStream out = Files.newOutputStream(trust)) {
        store.store(out, "changeit".toCharArray());
      }
      JsonObject addresses = new JsonObject();
      addresses.addProperty("identity", identity.address());
      addresses.addProperty("service", service.address());
      addresses.addProperty("trust", trust.toString());
      System.out.println(addresses);
      System.in.transferTo(OutputStream.nullOutputStream());
    } finally {
      Files.delete(trust);
    }
    System.exit(0);
  }
}
