package dev.telltale.observability.promptlog.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Shows that a segment is being written: an empty file beside it, locked for as long as its program
 * lives, and deleted once nothing more is written.
 *
 * <p>The segment cannot carry the lock itself: on POSIX systems a program loses its lock on a file
 * as soon as it closes that file anywhere, so by reading its own log.
 */
final class SegmentLock implements Closeable {
  static final String SUFFIX = ".lock";

  private final Path file;
  private final FileChannel channel;

  private SegmentLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static Path beside(Path segment) {
    return segment.resolveSibling(segment.getFileName() + SUFFIX);
  }

  static SegmentLock take(Path segment) throws IOException {
    Path file = beside(segment);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            FileAccess.privateFile(file));
    SegmentLock lock = new SegmentLock(file, channel);
    try {
      if (channel.tryLock() == null) {
        throw new IOException("The new segment is locked by another program.");
      }
      return lock;
    } catch (IOException | RuntimeException refused) {
      lock.close();
      throw refused;
    }
  }

  /** Whether another program holds a lock; one that cannot be looked at is taken for held. */
  static boolean held(Path file) {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      return channel.tryLock() == null;
    } catch (NoSuchFileException released) {
      return false;
    } catch (OverlappingFileLockException | IOException own) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      channel.close();
    }
  }
}
