package io.github.partnercart.protocol;

import io.github.partnercart.command.Answer;
import io.github.partnercart.command.Execution;
import io.github.partnercart.command.ExitCode;
import io.github.partnercart.command.Turns;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A loop that is given a line at a time, each after the answer to the one before. */
public final class TestLoop {
  private static final String NONE = "";

  private final PipedInputStream in = new PipedInputStream(1 << 16);
  private final PipedOutputStream lines;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final CompletableFuture<Summary> summary = new CompletableFuture<>();
  private ExitCode last = ExitCode.DONE;

  /**
   * @param step is called before and after each answer is written
   * @param isOver whether the process has ended, so that nothing is written any more
   */
  public TestLoop(Execution execution, Runnable step, BooleanSupplier isOver) throws IOException {
    lines = new PipedOutputStream(in);
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError();
          }

          @Override
          public void write(byte[] line) throws IOException {
            step.run();
            if (isOver.getAsBoolean()) {
              answers.add(NONE);
              throw new IOException("the process has ended");
            }
            // Handed on when it is noted that it was printed.
            printed = new String(line, StandardCharsets.UTF_8).strip();
            step.run();
          }
        };
    CommandLoop loop =
        new CommandLoop(
            in,
            new AnswerWriter(
                out,
                (line, answer) -> {
                  execution.printed(line, answer);
                  ended(answer);
                }),
            execution,
            new Turns(1, execution),
            new CommandLoop.Settings(1 << 20, Duration.ofMinutes(1), null));
    Thread thread =
        new Thread(
            () -> {
              try {
                summary.complete(loop.run());
              } catch (InterruptedException e) {
                summary.completeExceptionally(e);
              }
              answers.add(NONE);
            });
    thread.setDaemon(true);
    thread.start();
  }

  private volatile @Nullable String printed;

  private void ended(Answer answer) {
    last = answer.exitCode();
    String line = printed;
    printed = null;
    answers.add(line == null ? NONE : line);
  }

  /** Gives a line, and returns its answer; null if there is none. */
  public @Nullable String answerTo(String line) throws Exception {
    try {
      lines.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      lines.flush();
    } catch (IOException e) {
      return null;
    }
    String answer = answers.poll(30, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("no answer to " + line);
    }
    return answer.equals(NONE) ? null : answer;
  }

  /** What the last answer makes of the exit code. */
  public ExitCode lastCode() {
    return last;
  }

  /** Ends the input, and returns the exit code. */
  public ExitCode end() throws Exception {
    lines.close();
    return summary.get(30, TimeUnit.SECONDS).exitCode();
  }

  /** Whether the input was read to its end. */
  public boolean isWholeInput() throws Exception {
    return summary.get(30, TimeUnit.SECONDS).isWholeInput();
  }
}
