package io.github.partnercart.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.Commands;
import io.github.partnercart.cmdlet.PartnerSession;
import io.github.partnercart.journal.FileJournal;
import io.github.partnercart.journal.Journal;
import io.github.partnercart.journal.JournalLine;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignIns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines in, lines out, and the exit code; nothing gets as far as the service. */
@Timeout(60)
class CommandLoopTest {
  private static final String BAD_LINE = "{";

  /** What happens where a command would be sent. */
  @FunctionalInterface
  private interface Tokens extends AccessTokenSource {
    @Override
    default boolean renew(String rejected, @Nullable String challenge, Duration atMost) {
      return false;
    }
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final FakeJournal journal = new FakeJournal();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private Tokens tokens =
      atMost -> {
        throw new SignInException("nobody is signed in");
      };
  private int concurrency = 4;
  private int maxLineBytes = 10_000;

  @Test
  void eachLineIsAnsweredInItsPlace() throws Exception {
    Summary summary = run(Commands.WHAT_IF, "", " \t", BAD_LINE, Commands.getCart("a"));

    assertEquals(3, answers().size());
    assertTrue(answers().get(0).has("WhatIf"), answers()::toString);
    assertError("InvalidCommandLine", "NotSent", 4, answers().get(1));
    assertError("NotSignedIn", "NotSent", 5, answers().get(2));
    assertEquals(new Summary(2, 1, false), summary);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, false, 0",
    "1, 1, false, 3",
    "7, 7, false, 3",
    "1, 0, false, 1",
    "2, 1, false, 1",
    "0, 0, true, 2",
    "2, 1, true, 2"
  })
  void theExitCodeTellsHowItWent(long failed, long notSignedIn, boolean isOther, int exitCode) {
    assertEquals(exitCode, new Summary(failed, notSignedIn, isOther).exitCode());
  }

  @Test
  void aLineOverTheLimitIsToldAndTheNextIsRead() throws Exception {
    maxLineBytes = Commands.WHAT_IF.length();

    Summary summary = run(Commands.WHAT_IF + " ", Commands.WHAT_IF);

    assertError("InvalidCommandLine", "NotSent", 1, answers().get(0));
    assertTrue(
        answers().get(0).toString().contains("longer than " + maxLineBytes + " bytes"),
        out::toString);
    assertTrue(answers().get(1).has("WhatIf"));
    assertEquals(1, summary.exitCode());
  }

  @Test
  void whatTheProcessItselfFailedAtMayHaveBeenDone() throws Exception {
    tokens =
        atMost -> {
          throw new IllegalStateException("broken");
        };

    Summary summary = run(Commands.getCart("a"));

    assertError("InternalError", "Unknown", 1, answers().get(0));
    assertEquals(1, summary.exitCode());
  }

  @Test
  void moreCommandsThanFitAreNotInFlight() throws Exception {
    concurrency = 2;
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore both = new Semaphore(0);
    tokens =
        atMost -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          both.release();
          if (inFlight.get() < 2) {
            // Waits until another one is in flight with it, so that they do overlap.
            both.acquire(2);
            both.release(2);
          }
          inFlight.decrementAndGet();
          throw new SignInException("no");
        };

    run(Commands.getCart("a"), Commands.getCart("b"), Commands.getCart("c"), Commands.getCart("d"));

    assertEquals(4, answers().size());
    assertEquals(2, most.get());
  }

  @Test
  void noMoreLinesAreReadAheadThanOne() throws Exception {
    concurrency = 1;
    AtomicInteger begunCommands = new AtomicInteger();
    AtomicInteger ahead = new AtomicInteger();
    tokens =
        atMost -> {
          int own = begunCommands.incrementAndGet();
          ahead.accumulateAndGet(journal.asked.size() - own, Math::max);
          throw new SignInException("no");
        };

    Summary summary = run(Collections.nCopies(50, Commands.getCart("a")).toArray(String[]::new));

    assertEquals(50, summary.failed());
    assertTrue(ahead.get() <= 1, ahead::toString);
  }

  // The journal.

  @Test
  void linesThatWereAnsweredAreAnsweredAgainAndNotSent() throws Exception {
    journal.earlier = Optional.of(new JournalLine.Answer("{\"earlier\":1}", false));
    AtomicInteger asked = new AtomicInteger();
    tokens =
        atMost -> {
          asked.incrementAndGet();
          throw new SignInException("no");
        };

    Summary summary = run(Commands.getCart("a"), Commands.getCart("b"));

    assertEquals("{\"earlier\":1}\n{\"earlier\":1}\n", out.toString(UTF_8));
    assertEquals(0, asked.get());
    assertEquals(0, summary.exitCode());
  }

  @Test
  void anErrorThatIsToldAgainCountsAgain() throws Exception {
    journal.earlier = Optional.of(new JournalLine.Answer("{\"Error\":{}}", true));

    assertEquals(new Summary(1, 0, false), run(Commands.getCart("a")));
  }

  @Test
  void theJournalIsAskedForWhatIsKeptAndPassesOverTheRest() throws Exception {
    run(
        Commands.getCart("a"),
        BAD_LINE,
        "{\"Command\":\"Disconnect-PartnerCenter\"}",
        "{\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":1}}",
        Commands.getCart("b"));

    assertEquals(List.of("1", "pass 2", "pass 3", "pass 4", "5"), journal.asked);
  }

  @Test
  void anotherInputThanTheJournalsIsLeftAlone(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("journal");
    try (Journal first = FileJournal.open(file, "service")) {
      first
          .line(1, Commands.getCart("b").getBytes(UTF_8))
          .keep(new JournalLine.Answer("{}", false));
    }

    try (Journal again = FileJournal.open(file, "service")) {
      assertEquals(
          2, loop(lines(Commands.getCart("a"), Commands.WHAT_IF), out, again).run().exitCode());
    }

    assertEquals("", out.toString(UTF_8));
  }

  // Whoever gives lines and takes answers.

  @Test
  void anInputThatCantBeReadFails() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }
        };

    Summary summary = loop(new SequenceInputStream(lines(Commands.WHAT_IF), broken), out).run();

    assertEquals(1, answers().size());
    assertEquals(1, summary.exitCode());
  }

  @Test
  void aReaderThatHasGoneAwayEndsItAsAFailure() throws Exception {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    try (OpenInput input = new OpenInput(Commands.WHAT_IF)) {
      assertEquals(new Summary(1, 0, false), loop(input.in, closed).run());
    }
  }

  // Commands that are stopped.

  @Test
  void stopCancelsWhatIsInFlightAndWaitsForItsAnswer() throws Exception {
    tokens = this::waitForEver;
    try (OpenInput input = new OpenInput(Commands.getCart("a"))) {
      CommandLoop loop = loop(input.in, out);
      CompletableFuture<Summary> summary = inBackground(loop::run);
      begun.await();

      loop.stop();

      assertError("OperationStopped", "NotSent", 1, answers().get(0));
      assertEquals(1, summary.get().exitCode());
    }
  }

  @Test
  void afterStopNoLineIsTakenIn() throws Exception {
    tokens = this::waitForEver;
    try (OpenInput input = new OpenInput(Commands.getCart("a"))) {
      CommandLoop loop = loop(input.in, out);
      CompletableFuture<Summary> summary = inBackground(loop::run);
      begun.await();
      loop.stop();
      summary.get();

      input.write(Commands.WHAT_IF);
    }

    assertEquals(1, answers().size());
  }

  @Test
  void stopWithNothingInFlightEndsIt() throws Exception {
    try (OpenInput input = new OpenInput()) {
      CommandLoop loop = loop(input.in, out);
      AtomicReference<Thread> running = new AtomicReference<>(Thread.currentThread());
      CompletableFuture<Summary> summary =
          inBackground(
              () -> {
                running.set(Thread.currentThread());
                return loop.run();
              });
      while (running.get().getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }

      loop.stop();

      assertEquals(0, summary.get().exitCode());
    }
  }

  @Test
  void aCommandIsStoppedByItsId() throws Exception {
    tokens = this::waitForEver;
    try (OpenInput input = new OpenInput(Commands.with("\"Id\":7", Commands.getCart("a")))) {
      CompletableFuture<Summary> summary = inBackground(loop(input.in, out)::run);
      begun.await();
      input.write("{\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":7}}");
      input.close();

      assertEquals(1, summary.get().failed());
    }

    assertTrue(out.toString(UTF_8).contains("{\"WasInFlight\":true}\n"), out::toString);
    assertTrue(out.toString(UTF_8).contains("{\"Id\":7,\"Error\":"), out::toString);
    assertTrue(out.toString(UTF_8).contains("OperationStopped"), out::toString);
  }

  @Test
  void anIdInFlightIsNotGivenTwice() throws Exception {
    tokens = this::waitForEver;
    try (OpenInput input = new OpenInput(Commands.with("\"Id\":7", Commands.getCart("a")))) {
      CompletableFuture<Summary> summary = inBackground(loop(input.in, out)::run);
      begun.await();
      input.write(Commands.with("\"Id\":7", Commands.WHAT_IF));
      input.write("{\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":7}}");
      input.close();

      assertEquals(2, summary.get().failed());
    }

    assertTrue(
        out.toString(UTF_8).contains("Line 2 has the Id of a command that is still in flight."),
        out::toString);
  }

  @Test
  void anIdIsFreeOnceItsCommandIsAnswered() throws Exception {
    try (OpenInput input = new OpenInput(Commands.with("\"Id\":7", Commands.getCart("a")))) {
      CompletableFuture<Summary> summary = inBackground(loop(input.in, out)::run);
      while (!out.toString(UTF_8).endsWith("\n")) {
        Thread.onSpinWait();
      }
      input.write(Commands.with("\"Id\":7", Commands.WHAT_IF));
      input.close();

      assertEquals(new Summary(1, 1, false), summary.get());
    }

    assertTrue(answers().get(1).getAsJsonObject("Result").has("WhatIf"), out::toString);
  }

  @Test
  void aCommandThatIsNotInFlightIsNotStopped() throws Exception {
    run(Commands.WHAT_IF, "{\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":7}}");

    assertEquals("{\"WasInFlight\":false}", answers().get(1).toString());
  }

  private String waitForEver(Duration atMost) throws InterruptedException {
    begun.countDown();
    never.await();
    return "";
  }

  private Summary run(String... lines) throws Exception {
    return loop(lines(lines), out).run();
  }

  private CommandLoop loop(InputStream in, OutputStream to) {
    return loop(in, to, journal);
  }

  private CommandLoop loop(InputStream in, OutputStream to, Journal kept) {
    PartnerCenter partnerCenter =
        new PartnerCenter(
            new PartnerCenter.Settings(
                Endpoint.of("http://127.0.0.1:1"),
                "en-US",
                ProxySelector.getDefault(),
                concurrency,
                RetrySettings.withMaxAttempts(1),
                false),
            tokens);
    SignIns nobody =
        new SignIns(
            (method, authority) -> {
              throw new AssertionError("nobody signs in here");
            },
            new SignInEnvironment(Map.of(), message -> {}),
            message -> {});
    return new CommandLoop(
        in,
        to,
        new PartnerSession(partnerCenter, true, Cloud.AzureCloud, nobody),
        kept,
        new CommandLoop.Settings(concurrency, maxLineBytes, Duration.ofHours(1), null));
  }

  private static InputStream lines(String... lines) {
    return new ByteArrayInputStream(String.join("\n", lines).concat("\n").getBytes(UTF_8));
  }

  private List<JsonObject> answers() {
    return out.toString(UTF_8)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private static void assertError(String errorId, String outcome, long line, JsonObject answer) {
    JsonObject error = answer.getAsJsonObject("Error");
    assertEquals(errorId, error.get("ErrorId").getAsString());
    assertEquals(outcome, error.get("Outcome").getAsString());
    assertEquals(line, error.get("Line").getAsLong());
  }

  private static <T> CompletableFuture<T> inBackground(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(task.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /** An input that has not ended: lines can still be written. */
  private static final class OpenInput implements AutoCloseable {
    private final PipedInputStream in = new PipedInputStream(64 * 1024);
    private final PipedOutputStream end;

    OpenInput(String... lines) throws IOException {
      end = new PipedOutputStream(in);
      for (String line : lines) {
        write(line);
      }
    }

    void write(String line) throws IOException {
      end.write((line + "\n").getBytes(UTF_8));
      end.flush();
    }

    @Override
    public void close() throws IOException {
      end.close();
    }
  }

  /** A journal that knows one answer to every line, and remembers what it was asked. */
  private static final class FakeJournal implements Journal {
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private Optional<JournalLine.Answer> earlier = Optional.empty();

    @Override
    public JournalLine line(long number, byte[] line) {
      asked.add("" + number);
      return new JournalLine() {
        @Override
        public Optional<Answer> answer() {
          return earlier;
        }

        @Override
        public void keep(Answer answer) {}

        @Override
        public Optional<Entry> earlier() {
          return Optional.empty();
        }

        @Override
        public void keep(Entry entry) {}
      };
    }

    @Override
    public void pass(long number) {
      asked.add("pass " + number);
    }

    @Override
    public void close() {}
  }
}
