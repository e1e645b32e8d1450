package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;

/** Reads and makes files that hold keys. */
final class KeyFiles {
  private static final int MAX_BYTES = 64 << 10;

  private KeyFiles() {}

  static String read(Path file) throws IOException {
    FileAccess.requirePrivate(file);
    return readPublic(file);
  }

  static String readPublic(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("The key file " + file.getFileName() + " is too long to be one.");
    }
    // Every byte is a character in it, so that none is quoted by who cannot decode it.
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Makes a file that is whole as soon as it is there, whoever else makes it at the same time. */
  static void createIfMissing(Path file, String text) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path whole =
        file.resolveSibling(
            file.getFileName() + "." + HexFormat.of().formatHex(DataKeys.random(8)) + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              whole,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              FileAccess.privateFile(file))) {
        channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
      }
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException present) {
      // It is read as it is.
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      Files.move(whole, file);
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
