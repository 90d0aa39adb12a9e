package io.github.partnercart.command;

import java.io.IOException;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;

/** A service that gives the answers that a test has put into its queue. */
final class ScriptedService {
  private ScriptedService() {}

  /** Starts it; a request too many is answered at once, rather than never. */
  static void start(MockWebServer server) throws IOException {
    QueueDispatcher answers = new QueueDispatcher();
    answers.setFailFast(true);
    server.setDispatcher(answers);
    server.start();
  }
}
