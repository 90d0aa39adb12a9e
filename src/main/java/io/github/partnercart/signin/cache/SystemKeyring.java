package io.github.partnercart.signin.cache;

import com.microsoft.aad.msal4jextensions.persistence.CacheFileAccessor;
import com.microsoft.aad.msal4jextensions.persistence.ICacheAccessor;
import com.microsoft.aad.msal4jextensions.persistence.linux.KeyRingAccessor;
import com.microsoft.aad.msal4jextensions.persistence.mac.KeyChainAccessor;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The system's own protection: DPAPI on Windows, the keychain on macOS, the keyring on Linux. Of
 * the extension only its accessors are used: its cache aspect and its check of the keyring need a
 * library that MSAL4J no longer brings, and its lock gives up where processes wait for a user.
 */
record SystemKeyring(ICacheAccessor accessor) implements SecretStore {
  private static final String NAME = "partner-cart";

  /**
   * Opens the keyring.
   *
   * @param file an existing file that goes with what is kept, and holds it on Windows
   * @return null if the system has none that works
   */
  static @Nullable SecretStore open(Path file) {
    String path = file.toString();
    try {
      if (Platform.isWindows()) {
        return new SystemKeyring(new CacheFileAccessor(path));
      }
      if (Platform.isMac()) {
        return new SystemKeyring(new KeyChainAccessor(path, NAME, path));
      }
      SystemKeyring keyring =
          new SystemKeyring(
              new KeyRingAccessor(
                  path,
                  "default",
                  "io.github.partnercart",
                  NAME,
                  "application",
                  NAME,
                  "file",
                  path));
      keyring.accessor.read();
      return keyring;
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  @Override
  public byte @Nullable [] read() throws IOException {
    try {
      return accessor.read();
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  @Override
  public void write(byte[] data) throws IOException {
    try {
      accessor.write(data);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  @Override
  public void delete() throws IOException {
    try {
      accessor.delete();
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private static IOException failed(RuntimeException e) {
    return new IOException("the system's keyring failed: " + e.getMessage(), e);
  }
}
