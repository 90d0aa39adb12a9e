package io.github.partnercart.signin.cache;

import io.github.partnercart.files.OwnerOnly;
import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file whose owner alone may read and write it, in a directory of which that is true, too. */
record OwnerOnlyFile(Path file) implements SecretStore {
  @Override
  public byte @Nullable [] read() throws IOException, SignInException {
    try {
      CacheFolder.requireOf(file);
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void write(byte[] data) throws IOException {
    // Always the same name: one that a killed process left behind is replaced.
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.ofFile(fresh))) {
      ByteBuffer rest = ByteBuffer.wrap(data);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
