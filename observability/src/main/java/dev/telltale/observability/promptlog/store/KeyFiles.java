package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Reads and makes files that hold keys. */
final class KeyFiles {
  private static final long MAX_BYTES = 64 << 10;

  private KeyFiles() {}

  static String read(Path file) throws IOException {
    FileAccess.requirePrivate(file);
    return readPublic(file);
  }

  static String readPublic(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("The key file " + file.getFileName() + " is too long to be one.");
    }
    return Files.readString(file, StandardCharsets.US_ASCII);
  }

  static void createIfMissing(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            FileAccess.privateFile(file))) {
      channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    } catch (FileAlreadyExistsException present) {
      // It is read as it is.
    }
  }
}
