package io.github.partnercart.journal;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import io.github.partnercart.partnercenter.WriteAheadLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a file of the owner's, which one process at a time uses. It has a digest of each
 * line, never the line itself; what was about to be sent; and the answers.
 */
public final class FileJournal implements Journal {
  private static final String LINE = "Line";
  private static final String DIGEST = "Sha256";
  private static final String REQUEST_ID = "RequestId";
  private static final String BODY = "Body";
  private static final String ANSWER = "Answer";
  private static final String IS_ERROR = "IsError";
  private static final String FORMAT = "partner-cart 1";
  private static final int DIGEST_LENGTH = 16;

  /** Where the records of an earlier run on one line are. */
  private static final class Known {
    private final String digest;
    private long entryAt = -1;
    private long answerAt = -1;

    private Known(String digest) {
      this.digest = digest;
    }
  }

  private final Path path;
  private final JournalFile file;
  private final Map<Long, Known> earlier;
  private final long lastEarlier;

  private FileJournal(Path path, JournalFile file, Map<Long, Known> earlier) {
    this.path = path;
    this.file = file;
    this.earlier = earlier;
    this.lastEarlier = earlier.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /**
   * Opens a journal, or starts a new one.
   *
   * @param service whom its purchases are made from; another run's must be the same
   * @throws JournalException if the file can't be used, with what to do
   */
  public static FileJournal open(Path path, String service) throws JournalException {
    JsonObject header = new JsonObject();
    header.addProperty("Journal", FORMAT);
    header.addProperty("Service", service);
    Map<Long, Known> earlier = new HashMap<>();
    try {
      create(path);
      requireOwnersAlone(path);
      return new FileJournal(path, opened(path, header, earlier), earlier);
    } catch (IOException e) {
      throw new JournalException("the journal " + path + " can't be used: " + e, e);
    }
  }

  private static JournalFile opened(Path path, JsonObject header, Map<Long, Known> earlier)
      throws IOException, JournalException {
    RandomAccessFile locked = locked(path);
    try {
      return JournalFile.open(path, locked, header, (at, record) -> add(earlier, at, record));
    } catch (IOException | JournalException e) {
      locked.close();
      throw e;
    }
  }

  private static void create(Path path) throws IOException {
    FileAttribute<?>[] rights =
        isPosix(path)
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            // Windows keeps others out of a user's files by the directory's own rights.
            : new FileAttribute<?>[0];
    try {
      Files.createFile(path, rights);
    } catch (FileAlreadyExistsException e) {
      // Of an earlier run.
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Whoever can write to it decides what was bought and what is told of it. */
  private static void requireOwnersAlone(Path path) throws IOException, JournalException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new JournalException(path + " is not a file of its own: name another one");
    }
    if (!isPosix(path)) {
      return;
    }
    // Java does not tell who the user is; the owner of a new file is.
    Path probe = Files.createTempFile("partner-cart", "");
    boolean isOwn = Files.getOwner(probe).equals(Files.getOwner(path));
    Files.delete(probe);
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!isOwn
        || attributes.permissions().stream()
            .anyMatch(right -> !right.name().startsWith("OWNER_"))) {
      throw new JournalException(
          ("the journal %s is not yours alone: if you trust what it says, make it so (chown, chmod"
                  + " 600)")
              .formatted(path));
    }
  }

  @SuppressWarnings("resource") // the lock is held until the file is closed
  private static RandomAccessFile locked(Path path) throws IOException, JournalException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    @Nullable FileLock lock;
    try {
      lock = file.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      file.close();
      throw new JournalException(
          "another process is using the journal %s: wait for its end".formatted(path));
    }
    return file;
  }

  private static void add(Map<Long, Known> known, long position, JsonObject record) {
    long number = record.get(LINE).getAsLong();
    if (record.has(DIGEST)) {
      known.put(number, new Known(record.get(DIGEST).getAsString()));
      return;
    }
    Known line = Objects.requireNonNull(known.get(number));
    if (record.has(REQUEST_ID)) {
      line.entryAt = position;
    } else {
      line.answerAt = position;
    }
  }

  @Override
  public JournalLine line(long number, byte[] line) throws JournalException {
    String digest = digest(line);
    Known known = earlier.remove(number);
    if (known == null) {
      if (number <= lastEarlier) {
        throw other(number);
      }
      begin(number, digest);
      return new FileLine(number, Optional.empty(), Optional.empty());
    }
    if (!known.digest.equals(digest)) {
      throw other(number);
    }
    return known(number, known);
  }

  /** Not synced: what is to be safe comes after it, and is. */
  private void begin(long number, String digest) {
    JsonObject record = record(number);
    record.addProperty(DIGEST, digest);
    try {
      long unused = file.append(record);
    } catch (IOException e) {
      // From then on nothing can be kept, and so nothing is sent.
    }
  }

  private FileLine known(long number, Known known) throws JournalException {
    try {
      return new FileLine(
          number,
          known.entryAt < 0 ? Optional.empty() : Optional.of(entry(file.at(known.entryAt))),
          known.answerAt < 0 ? Optional.empty() : Optional.of(answer(file.at(known.answerAt))));
    } catch (IOException | InvalidJsonException e) {
      throw new JournalException("the journal %s can't be read: %s".formatted(path, e), e);
    }
  }

  private static WriteAheadLog.Entry entry(JsonObject record) throws InvalidJsonException {
    return new WriteAheadLog.Entry(
        UUID.fromString(record.get(REQUEST_ID).getAsString()),
        record.get(BODY) instanceof JsonPrimitive body
            ? JsonReading.OF_ANSWERS
                .read(body.getAsString().getBytes(StandardCharsets.UTF_8))
                .getAsJsonObject()
            : null);
  }

  private static JournalLine.Answer answer(JsonObject record) {
    return new JournalLine.Answer(
        record.get(ANSWER).getAsString(), record.get(IS_ERROR).getAsBoolean());
  }

  private static JsonObject record(long number) {
    JsonObject record = new JsonObject();
    record.addProperty(LINE, number);
    return record;
  }

  @Override
  public void pass(long number) throws JournalException {
    if (earlier.containsKey(number)) {
      throw other(number);
    }
  }

  private JournalException other(long number) {
    return new JournalException(
        ("Line %d is not the one that the journal %s has there: the journal is of another input."
                + " Nothing of this line and those after it was sent. Give the input that it was"
                + " started with, or name another journal.")
            .formatted(number, path));
  }

  private static String digest(byte[] line) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(line);
      return HexFormat.of().formatHex(digest, 0, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // All that counts was synced.
    }
  }

  /** One line: what an earlier run kept of it, and what this one keeps. */
  private final class FileLine implements JournalLine {
    private final long number;
    private final Optional<Entry> earlier;
    private final Optional<Answer> answer;

    private FileLine(long number, Optional<Entry> earlier, Optional<Answer> answer) {
      this.number = number;
      this.earlier = earlier;
      this.answer = answer;
    }

    @Override
    public Optional<Entry> earlier() {
      return earlier;
    }

    @Override
    public Optional<Answer> answer() {
      return answer;
    }

    @Override
    public void keep(Entry entry) throws IOException {
      JsonObject record = record(number);
      record.addProperty(REQUEST_ID, entry.requestId().toString());
      if (entry.body() != null) {
        // As text, as it may be nested as deep as a record may be.
        record.addProperty(BODY, entry.body().toString());
      }
      keep(record);
    }

    @Override
    public void keep(Answer given) throws IOException {
      JsonObject record = record(number);
      record.addProperty(ANSWER, given.line());
      record.addProperty(IS_ERROR, given.isError());
      keep(record);
    }

    private void keep(JsonObject record) throws IOException {
      try {
        file.sync(file.append(record));
      } catch (IOException e) {
        throw new IOException(
            "the journal %s can't be written (%s)".formatted(path, e.getMessage()), e);
      }
    }
  }
}
