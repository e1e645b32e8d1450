package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

  /** Returns how many segments it deleted. */
  int apply(Instant now) throws IOException {
    List<SegmentName> kept = new ArrayList<>();
    int deleted = 0;
    for (SegmentName name : directory.segments()) {
      // Its last record is at most as old as the segment could get before the next one began.
      boolean old =
          name.created().plus(maxAge).plus(EncryptedSegmentStore.MAX_SEGMENT_AGE).isBefore(now);
      if (old && !directory.live(name)) {
        erase(directory.resolve(name));
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
      if (!directory.live(name)) {
        total -= size(name);
        erase(directory.resolve(name));
        deleted++;
      }
    }
    return deleted;
  }

  /**
   * Overwrites the wrapped data key and deletes the file: copies of the ciphertext that the disk
   * may still hold have no key then.
   */
  static void erase(Path segment) throws IOException {
    try (FileChannel channel =
        FileChannel.open(segment, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      int length = (int) Math.min(channel.size(), SegmentHeader.MAX_BYTES);
      channel.write(ByteBuffer.allocate(length), 0);
      channel.force(false);
    } catch (NoSuchFileException gone) {
      return;
    }
    Files.deleteIfExists(segment);
  }

  private long size(SegmentName name) throws IOException {
    try {
      return Files.size(directory.resolve(name));
    } catch (NoSuchFileException deletedByAnother) {
      return 0;
    }
  }
}
