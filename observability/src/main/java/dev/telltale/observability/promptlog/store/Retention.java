package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Deletes whole segments: those older than an age, then the oldest until the rest is small enough.
 * Never one that is being written. Needs no key.
 */
final class Retention {
  private final StoreDirectory directory;
  private final Duration maxAge;
  private final long maxBytes;

  Retention(StoreDirectory directory, Duration maxAge, long maxBytes) {
    this.directory = directory;
    this.maxAge = maxAge;
    this.maxBytes = maxBytes;
  }

  /** Returns how many segments it deleted; those that cannot be deleted stay. */
  int apply(Instant now) throws IOException {
    List<SegmentName> kept = new ArrayList<>();
    int deleted = 0;
    for (SegmentName name : directory.segments()) {
      // Its last record is at most as old as the segment could get before the next one began.
      Duration age =
          Duration.between(name.created(), now).minus(EncryptedSegmentStore.MAX_SEGMENT_AGE);
      if (age.compareTo(maxAge) > 0 && deleted(name)) {
        deleted++;
      } else {
        kept.add(name);
      }
    }
    long total = 0;
    for (SegmentName name : kept) {
      total += size(name);
    }
    for (SegmentName name : kept) {
      if (total <= maxBytes) {
        break;
      }
      long size = size(name);
      if (deleted(name)) {
        total -= size;
        deleted++;
      }
    }
    return deleted;
  }

  /** One file that belongs to somebody else must not end the log. */
  private boolean deleted(SegmentName name) {
    if (directory.live(name)) {
      return false;
    }
    try {
      erase(directory.resolve(name));
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /**
   * Overwrites the wrapped data key and deletes the file: copies of the ciphertext that the disk
   * may still hold have no key then. It loses its name first, so that nobody reads a half of it.
   */
  static void erase(Path segment) throws IOException {
    Path gone = segment.resolveSibling(segment.getFileName() + ".gone.tmp");
    try (FileChannel channel = forErasure(segment)) {
      Files.move(segment, gone, StandardCopyOption.ATOMIC_MOVE);
      overwriteKey(channel);
    } catch (NoSuchFileException deletedByAnother) {
      return;
    }
    Files.deleteIfExists(gone);
    Files.deleteIfExists(SegmentLock.beside(segment));
  }

  /** Puts another file in the place of a segment, whose wrapped data key is overwritten then. */
  static void replace(Path segment, Path fresh) throws IOException {
    try (FileChannel old = forErasure(segment)) {
      Files.move(fresh, segment, StandardCopyOption.ATOMIC_MOVE);
      overwriteKey(old);
    }
    Files.deleteIfExists(SegmentLock.beside(segment));
  }

  private static FileChannel forErasure(Path segment) throws IOException {
    return FileChannel.open(segment, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  private static void overwriteKey(FileChannel channel) throws IOException {
    int length = (int) Math.min(channel.size(), SegmentHeader.MAX_BYTES);
    channel.write(ByteBuffer.allocate(length), 0);
    channel.force(false);
  }

  private long size(SegmentName name) throws IOException {
    try {
      return Files.size(directory.resolve(name));
    } catch (NoSuchFileException deletedByAnother) {
      return 0;
    }
  }
}
