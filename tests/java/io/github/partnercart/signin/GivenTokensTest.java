package io.github.partnercart.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that a user brings along: as text, and in a file. */
class GivenTokensTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"sec ret", "sec\r\nret", "Bearer secret", "secret\u0000", "sécret", "", " "})
  void whatCantBeATokenIsRefusedWithoutRepeatingIt(String token) {
    SignInException e =
        assertThrows(SignInException.class, () -> GivenAccessToken.of(token, "The variable"));

    assertFalse(e.getMessage().contains("ret"), e.getMessage());
    assertTrue(e.getMessage().startsWith("The variable"), e.getMessage());
  }

  @Test
  void aTokenThatHasEndedIsNotSent() throws Exception {
    GivenAccessToken ended = GivenAccessToken.of(jwt(Duration.ofMinutes(-6)), "The test");

    SignInException e = assertThrows(SignInException.class, ended::accessToken);

    assertEquals("The access token has expired. Generate a new one and try again.", e.getMessage());
  }

  @Test
  void aTokenThatEndedJustNowIsLeftToTheServiceAsAClockMayBeWrong() throws Exception {
    String token = jwt(Duration.ofMinutes(-4));

    assertEquals(token, GivenAccessToken.of(token, "The test").accessToken(PATIENCE));
  }

  @Test
  void aFileIsReadAgainWhenItChanges() throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "one\n");
    AccessTokenFile source = new AccessTokenFile(file);
    assertEquals("one", source.accessToken(PATIENCE));

    Files.move(
        Files.writeString(directory.resolve("new"), "two\n"),
        file,
        StandardCopyOption.REPLACE_EXISTING);

    assertEquals("two", source.accessToken(PATIENCE));
  }

  @Test
  void aRefusedTokenIsWorthAnotherRequestOnlyIfTheFileHasAnother() throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "one");
    AccessTokenFile source = new AccessTokenFile(file);
    source.accessToken(PATIENCE);

    assertFalse(source.renew("one", null, PATIENCE));
    Files.writeString(file, "two");
    assertTrue(source.renew("one", null, PATIENCE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void aFileWithAByteOrderMarkIsReadAsWindowsPowerShellWritesIt(String charset) throws Exception {
    Path file =
        Files.write(directory.resolve("token"), "\uFEFFone\r\n".getBytes(Charset.forName(charset)));

    assertEquals("one", new AccessTokenFile(file).accessToken(PATIENCE));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path file = directory.resolve("nowhere");

    SignInException e =
        assertThrows(SignInException.class, () -> new AccessTokenFile(file).accessToken(PATIENCE));

    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
  }

  private static String jwt(Duration endsIn) {
    String claims = "{\"exp\":" + Instant.now().plus(endsIn).getEpochSecond() + "}";
    return part("{\"alg\":\"none\"}") + "." + part(claims) + ".";
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
