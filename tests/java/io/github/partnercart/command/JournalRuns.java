package io.github.partnercart.command;

import static io.github.partnercart.command.TestRun.signedIn;

import io.github.partnercart.journal.Journal;
import io.github.partnercart.signin.AccessTokenSource;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs with one journal, one after another. */
abstract class JournalRuns {
  @RegisterExtension final ScriptedService server = new ScriptedService();
  @TempDir Path directory;
  Journal journal;
  TestRun run;

  @BeforeEach
  void start() throws Exception {
    begin(server.address(), signedIn("token"), false);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  void begin(String service, AccessTokenSource tokens, boolean retriesRejected) throws Exception {
    journal = Journal.open(directory.resolve("journal"));
    run = new TestRun(service, tokens, Journals.of(journal), retriesRejected);
  }

  void nextRun(AccessTokenSource tokens) throws Exception {
    journal.close();
    begin(server.address(), tokens, false);
  }

  void nextRun() throws Exception {
    nextRun(signedIn("token"));
  }

  void nextRunThatRetriesRejected() throws Exception {
    journal.close();
    begin(server.address(), signedIn("token"), true);
  }
}
