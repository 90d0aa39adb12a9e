package io.github.partnercart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The bill of materials tells every jar that is shipped, and each has a licence that is allowed.
 */
class SbomIT {
  /** They allow to pass the jars on unchanged with a program under the MIT licence. */
  private static final Set<String> ALLOWED_LICENCES = Set.of("Apache-2.0", "MIT");

  private static final Path HOME = Path.of(System.getProperty("partner-cart.home"));

  @Test
  void everyJarThatIsShippedIsInItWithItsHashAndNoOther() throws Exception {
    Map<String, String> told = new TreeMap<>();
    for (JsonObject component : components()) {
      String jar = text(component, "name") + "-" + text(component, "version") + ".jar";
      told.put(jar, hash(component));
    }
    Map<String, String> shipped = new TreeMap<>();
    try (Stream<Path> files = Files.list(HOME.resolve("lib"))) {
      for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
        if (!jar.getFileName().toString().startsWith("partner-cart-")) {
          shipped.put(jar.getFileName().toString(), sha256(jar));
        }
      }
    }

    assertEquals(shipped, told);
    assertTrue(shipped.size() >= 5, shipped::toString);
  }

  @Test
  void everyLicenceIsAllowed() throws Exception {
    for (JsonObject component : components()) {
      List<String> licences =
          list(component, "licenses").stream()
              .map(JsonElement::getAsJsonObject)
              .map(choice -> choice.getAsJsonObject("license"))
              .map(licence -> text(licence, licence.has("id") ? "id" : "name"))
              .toList();
      assertTrue(
          licences.stream().anyMatch(ALLOWED_LICENCES::contains),
          () -> component.get("purl") + " has the licences " + licences);
    }
  }

  private static List<JsonObject> components() throws Exception {
    JsonObject sbom =
        JsonParser.parseString(Files.readString(HOME.resolve("sbom.json"))).getAsJsonObject();
    assertEquals("CycloneDX", text(sbom, "bomFormat"));
    return list(sbom, "components").stream().map(JsonElement::getAsJsonObject).toList();
  }

  private static String hash(JsonObject component) {
    return list(component, "hashes").stream()
        .map(JsonElement::getAsJsonObject)
        .filter(hash -> text(hash, "alg").equals("SHA-256"))
        .map(hash -> text(hash, "content"))
        .collect(Collectors.joining());
  }

  private static List<JsonElement> list(JsonObject object, String name) {
    return StreamSupport.stream(object.getAsJsonArray(name).spliterator(), false).toList();
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
