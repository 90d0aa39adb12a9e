import java.nio.file.Path;

/**
 * How the server is reached.
 *
 * @param address over http or https
 * @param trustStore Java's own certificates and the server's
 * @param certificates the same for curl
 */
record LoopbackService(String address, Path trustStore, Path certificates) {
  /** The Java options by which a process trusts the server; the same over http. */
  String trust() {
    return "-Djavax.net.ssl.trustStore="
        + trustStore
        + " -Djavax.net.ssl.trustStorePassword=changeit";
  }
}
