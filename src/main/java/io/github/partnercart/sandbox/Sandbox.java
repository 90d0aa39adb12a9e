package io.github.partnercart.sandbox;

import java.io.IOException;
import java.net.URI;

/** TEMPORARY until the real one is merged. */
public final class Sandbox implements AutoCloseable {
  public static Sandbox start(SandboxOptions options) throws IOException {
    if (options.port() >= 0) throw new IOException("x");
    return new Sandbox();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:1");
  }

  @Override
  public void close() {}
}
