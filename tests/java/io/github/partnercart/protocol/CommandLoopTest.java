package io.github.partnercart.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.Commands;
import io.github.partnercart.command.Execution;
import io.github.partnercart.command.ExitCode;
import io.github.partnercart.command.Journals;
import io.github.partnercart.command.Sessions;
import io.github.partnercart.command.Turns;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.Limits;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    assertEquals(3, summary.exitCode().number());
  }

  @ParameterizedTest
  @CsvSource({
    "DONE, DONE, 0",
    "DONE, NEEDS_A_PERSON, 4",
    "SIGN_IN, NEEDS_A_PERSON, 3",
    "NEEDS_A_PERSON, RUN_AGAIN, 1",
    "RUN_AGAIN, SIGN_IN, 1"
  })
  void ofSeveralExitCodesOneCounts(ExitCode first, ExitCode second, int number) {
    assertEquals(number, Summary.NOTHING.plus(first).plus(second).exitCode().number());
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
    assertEquals(4, summary.exitCode().number());
  }

  @Test
  void aFailureOfPartnerCartItselfIsAnswered() throws Exception {
    tokens =
        atMost -> {
          throw new IllegalStateException("broken");
        };

    Summary summary = run(Commands.getCart("a"));

    assertError("InternalError", "NotSent", 1, answers().get(0));
    assertEquals(1, summary.exitCode().number());
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
          // Not for want of a sign-in, which would end the run early.
          throw new IllegalStateException("no");
        };

    run(Commands.getCart("a"), Commands.getCart("b"), Commands.getCart("c"), Commands.getCart("d"));

    assertEquals(4, answers().size());
    assertEquals(2, most.get());
  }

  @Test
  void aStopIsReadWhileCommandsWait() throws Exception {
    concurrency = 1;
    tokens = this::waitForEver;
    try (OpenInput input = new OpenInput()) {
      CompletableFuture<Summary> summary = inBackground(loop(input.in, out)::run);
      for (int id = 1; id <= 100; id++) {
        input.write(Commands.with("\"Id\":" + id, Commands.getCart("cart " + id)));
      }
      for (int id = 100; id >= 1; id--) {
        input.write("{\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":" + id + "}}");
      }
      input.close();

      assertEquals(1, summary.get().exitCode().number());
    }
    assertEquals(
        100, answers().stream().filter(answer -> answer.toString().contains("true")).count());
    assertEquals(
        100,
        answers().stream()
            .filter(answer -> answer.toString().contains("OperationStopped"))
            .count());
  }

  @Test
  void aTimeStartsWithTheCommandsTurn() throws Exception {
    concurrency = 1;
    Semaphore goesOn = new Semaphore(0);
    tokens =
        atMost -> {
          goesOn.acquire();
          throw new SignInException(
              atMost.compareTo(Duration.ofMillis(900)) > 0 ? "whole" : "less");
        };
    String hurried = "\"TimeoutSeconds\":1,\"Id\":";
    try (OpenInput input = new OpenInput()) {
      input.write(Commands.with(hurried + 1, Commands.getCart("a")));
      input.write(Commands.with(hurried + 2, Commands.getCart("b")));
      CompletableFuture<Summary> summary = inBackground(loop(input.in, out)::run);
      goesOn.release();
      while (answers().size() < 1) {
        Thread.onSpinWait();
      }
      goesOn.release();
      input.close();
      summary.get();
    }
    assertEquals(2, answers().stream().filter(a -> a.toString().contains("whole")).count());
  }

  @Test
  void withoutASignInTheRestIsNotRead() throws Exception {
    concurrency = 1;
    try (OpenInput input = new OpenInput(Commands.getCart("a"))) {
      CompletableFuture<Summary> summary = inBackground(loop(input.in, out)::run);
      while (answers().isEmpty()) {
        Thread.onSpinWait();
      }
      input.write(Commands.getCart("b"));

      assertEquals(3, summary.get().exitCode().number());
      assertFalse(summary.get().isWholeInput());
    }
    assertEquals(1, answers().size());
  }

  @Test
  void aFailureOfTheReadingThreadEndsTheRun() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("broken");
          }
        };

    Summary summary = loop(new SequenceInputStream(lines(Commands.WHAT_IF), broken), out).run();

    assertEquals(1, answers().size());
    assertEquals(1, summary.exitCode().number());
  }

  // The input and the reader of the answers.

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
    assertEquals(1, summary.exitCode().number());
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
      assertEquals(1, loop(input.in, closed).run().exitCode().number());
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
      assertEquals(1, summary.get().exitCode().number());
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

      assertEquals(0, summary.get().exitCode().number());
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

      assertEquals(1, summary.get().exitCode().number());
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

      assertEquals(1, summary.get().exitCode().number());
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

      assertEquals(3, summary.get().exitCode().number());
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
    PartnerCenter partnerCenter =
        new PartnerCenter(
            new PartnerCenter.Settings(
                Endpoint.of("http://127.0.0.1:1"),
                "en-US",
                ProxySelector.getDefault(),
                Limits.inFlight(concurrency),
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
    Execution execution =
        new Execution(
            Journals.none(),
            new Sessions(partnerCenter, true, Cloud.AzureCloud, nobody),
            new Execution.Settings(false, null));
    return new CommandLoop(
        in,
        to,
        execution,
        new Turns(concurrency, execution),
        new CommandLoop.Settings(maxLineBytes, Duration.ofHours(1), null));
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
}
