package io.github.partnercart.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refresh token's file, which its user and other processes write to as well. */
class RefreshTokenFileTest {
  private final List<String> messages = new ArrayList<>();
  @TempDir private Path directory;
  private Path path;
  private RefreshTokenFile file;

  @BeforeEach
  void write() throws Exception {
    path = Files.writeString(directory.resolve("token"), "first\n");
    file = new RefreshTokenFile(path);
    assertEquals(new Secret("first"), file.read());
  }

  private boolean keep(String token) {
    return file.keep(new Secret(token), messages::add);
  }

  @Test
  void eachNewTokenTakesThePlaceOfTheOneBefore() throws Exception {
    assertTrue(keep("s3cret-1"));
    assertTrue(keep("s3cret-2"));

    assertEquals("s3cret-2", Files.readString(path));
    assertEquals(List.of(), messages);
  }

  @Test
  void tokenThatSomebodyElsePutThereStays() throws Exception {
    Files.writeString(path, "s3cret-other");

    assertFalse(keep("s3cret-1"));

    assertEquals("s3cret-other", Files.readString(path));
    assertEquals(
        List.of(
            "The refresh token file "
                + path
                + " holds another token by now, which stays in it; the new one of this sign-in is"
                + " not written to it."),
        messages);
  }

  @Test
  void tokenThatSomebodyElsePutThereStaysAlsoAfterOneOfOurs() throws Exception {
    assertTrue(keep("s3cret-1"));
    Files.writeString(path, "s3cret-other");

    assertFalse(keep("s3cret-2"));

    assertEquals("s3cret-other", Files.readString(path));
  }

  @Test
  void sameTokenBySomebodyElseIsKept() throws Exception {
    Files.writeString(path, "s3cret-1\n");

    assertTrue(keep("s3cret-1"));
    assertTrue(keep("s3cret-2"));

    assertEquals(List.of(), messages);
  }

  @Test
  void fileThatIsGoneIsNotMadeAgain() throws Exception {
    Files.delete(path);

    assertFalse(keep("s3cret-1"));

    assertFalse(Files.exists(path));
    assertTrue(
        messages.get(0).startsWith("The new refresh token could not be written"), messages.get(0));
    assertFalse(messages.get(0).contains("s3cret"), messages.get(0));
  }
}
