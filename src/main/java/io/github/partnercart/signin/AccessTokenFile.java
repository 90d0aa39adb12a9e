package io.github.partnercart.signin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An access token in a file which another program keeps fresh: it is read again when it changes. A
 * pipe, such as a shell's {@code <(command)}, gives its token once, which then stands.
 */
public final class AccessTokenFile implements AccessTokenSource {
  /** Where the commands come from. */
  private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

  /**
   * What tells one version of a file from the next, also if it was replaced within a clock tick.
   */
  private record Version(FileTime modified, long size, @Nullable Object fileKey) {}

  /**
   * A token that was read.
   *
   * @param version null for a pipe's, which has no other
   */
  private record Known(GivenAccessToken token, @Nullable Version version) {}

  private final SmallFile file;

  /** Kept for the next command, as a new thread takes longer than a look at the file. */
  private final Executor reader =
      new ThreadPoolExecutor(
          0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), SmallFile::daemon);

  private @Nullable Known known;

  /** What all wait for that come meanwhile, so that a disk that hangs binds one thread. */
  private @Nullable FutureTask<Known> underWay;

  public AccessTokenFile(Path file) {
    this.file = new SmallFile("access token file", file);
  }

  @Override
  public String accessToken(Duration atMost) throws SignInException {
    return read(atMost, false);
  }

  private String read(Duration atMost, boolean again) throws SignInException {
    FutureTask<Known> reading;
    synchronized (this) {
      if (underWay == null) {
        @Nullable Known last = known;
        FutureTask<Known> begun = new FutureTask<>(() -> readInBackground(last, again));
        reader.execute(begun);
        underWay = begun;
      }
      reading = underWay;
    }
    return file.await(
            reading,
            atMost,
            "the command's time was over before its end came. The writer of a pipe must close it")
        .token()
        .accessToken();
  }

  private Known readInBackground(@Nullable Known last, boolean again) throws SignInException {
    @Nullable Known read = last;
    try {
      read = read(last, again);
      return read;
    } finally {
      synchronized (this) {
        known = read;
        underWay = null;
      }
    }
  }

  private Known read(@Nullable Known last, boolean again) throws SignInException {
    if (last != null && last.version() == null) {
      return last;
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
      if (attributes.isOther()) {
        if (Files.exists(STANDARD_INPUT) && Files.isSameFile(file.path(), STANDARD_INPUT)) {
          throw file.unreadable("the commands come from there");
        }
        return new Known(token(), null);
      }
      Version present =
          new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      return last != null && !again && present.equals(last.version())
          ? last
          : new Known(token(), present);
    } catch (IOException e) {
      throw file.unreadable(e.toString());
    }
  }

  private GivenAccessToken token() throws SignInException {
    return GivenAccessToken.of(file.text(file.content()), "The " + file);
  }

  @Override
  public boolean renew(String rejected, @Nullable String challenge, Duration atMost)
      throws SignInException {
    // Read again even if it looks the same: the service says that the known token is no good.
    return !read(atMost, true).equals(rejected);
  }
}
