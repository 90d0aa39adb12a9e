package io.github.partnercart.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.signin.msal.MsalTokenRequests;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of tokens and keys that are no files, or no small ones, keep nobody waiting. */
class SmallFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  @TempDir private Path directory;

  private static String failure(Executable reading) {
    return assertTimeoutPreemptively(
        PATIENCE, () -> assertThrows(SignInException.class, reading).getMessage());
  }

  private Path pipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertTrue(mkfifo.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, mkfifo.exitValue());
    return pipe;
  }

  private static Executable requestWith(Proof proof) throws Exception {
    TokenRequest request =
        new MsalTokenRequests(ProxySelector.getDefault())
            .of(
                new SignInMethod.ServicePrincipal(new Application("tenant", "client"), proof),
                Cloud.AzureCloud.authority());
    return () -> request.request(null, Optional.empty());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no named pipes among its files")
  void pipeIsRefusedWhereItWouldHaveToBeReadAgain() throws Exception {
    Path pipe = pipe();
    String words =
        " file "
            + pipe
            + " must be a regular file, as it is read again later: write what it is to hold to a"
            + " file that you alone can read.";

    assertEquals("The refresh token" + words, failure(new RefreshTokenFile(pipe)::read));
    assertEquals(
        "The federated token" + words, failure(requestWith(new Proof.FederatedTokenFile(pipe))));
    assertEquals(
        "The certificate" + words,
        failure(requestWith(new Proof.Certificate(pipe, new Secret("")))));
  }

  @Test
  void directoryIsRefused() throws Exception {
    assertTrue(failure(new RefreshTokenFile(directory)::read).contains("must be a regular file"));
    assertTrue(
        failure(() -> new AccessTokenFile(directory).accessToken(PATIENCE))
            .startsWith("The access token file " + directory + " "));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no named pipes among its files")
  void accessTokenIsReadFromAPipeOnce() throws Exception {
    Path pipe = pipe();
    AccessTokenFile file = new AccessTokenFile(pipe);
    Thread writer =
        new Thread(
            () -> {
              try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write("from-a-pipe\n".getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    writer.start();

    assertEquals(
        "from-a-pipe", assertTimeoutPreemptively(PATIENCE, () -> file.accessToken(PATIENCE)));
    writer.join();
    assertEquals(
        "from-a-pipe", assertTimeoutPreemptively(PATIENCE, () -> file.accessToken(PATIENCE)));
    assertFalse(
        assertTimeoutPreemptively(PATIENCE, () -> file.renew("from-a-pipe", null, PATIENCE)));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no named pipes among its files")
  void commandWaitsForAPipesWriterNoLongerThanItsTime() throws Exception {
    Path pipe = pipe();
    AccessTokenFile file = new AccessTokenFile(pipe);

    assertEquals(
        "The access token file "
            + pipe
            + " can't be read: the command's time was over before its end came. The writer of a"
            + " pipe must close it.",
        failure(() -> file.accessToken(Duration.ofMillis(50))));

    // What waits for the writer waits on, for the commands that come after.
    Files.writeString(pipe, "late");
    assertEquals("late", file.accessToken(PATIENCE));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no devices among its files")
  void endlessDeviceIsNotReadToItsEnd() {
    assertEquals(
        "The access token file /dev/zero is too large to hold a token or a key.",
        failure(() -> new AccessTokenFile(Path.of("/dev/zero")).accessToken(PATIENCE)));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no devices among its files")
  void commandsAreNotTakenForAToken() throws Exception {
    // Where this JVM's input is a file or nothing, reading it takes nothing away.
    String message =
        failure(() -> new AccessTokenFile(Path.of("/dev/stdin")).accessToken(PATIENCE));

    assertTrue(message.startsWith("The access token file /dev/stdin "), message);
  }

  @Test
  void fileThatIsTooLargeIsRefused() throws Exception {
    Path file = Files.write(directory.resolve("large"), new byte[1024 * 1024 + 1]);

    assertEquals(
        "The refresh token file " + file + " is too large to hold a token or a key.",
        failure(new RefreshTokenFile(file)::read));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void refreshTokenIsReadAsWindowsPowerShellWritesIt(String charset) throws Exception {
    Path file =
        Files.write(directory.resolve("t"), "\uFEFFtoken\r\n".getBytes(Charset.forName(charset)));

    assertEquals(new Secret("token"), new RefreshTokenFile(file).read());
  }

  @Test
  void bytesThatAreNoTextAreNotRepeated() throws Exception {
    Path file = Files.write(directory.resolve("t"), new byte[] {'s', (byte) 0xFF, 'x'});

    assertEquals(
        "The refresh token file " + file + " can't be read: it is no UTF-8 text.",
        failure(new RefreshTokenFile(file)::read));
  }
}
