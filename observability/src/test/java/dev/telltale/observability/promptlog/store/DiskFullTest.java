package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes a part of what is written and then nothing, as a full one does. */
@Timeout(10)
class DiskFullTest {
  @TempDir private Path parent;

  private final AtomicReference<Instant> now = new AtomicReference<>(Entries.TIME);
  private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);

  @Test
  void stopsWithoutPartialFrameAndGoesOnWithSpace() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store = store(directory, FreeSpace.ofDisk())) {
      Entries.write(store, 0, 5);
      room.set(40);
      assertThatThrownBy(() -> store.append(Entries.entry(5))).hasMessageContaining("No space");
      assertThat(Entries.verify(directory).get(0).damagedPlaces()).isZero();

      room.set(Long.MAX_VALUE);
      assertThatThrownBy(() -> store.append(Entries.entry(6))).hasMessageContaining("waits");
      now.set(now.get().plus(EncryptedSegmentStore.BACK_OFF));
      Entries.write(store, 7, 9);
    }

    assertThat(Entries.read(directory))
        .extracting(StoredEntry::traceId)
        .containsExactly(trace(0), trace(1), trace(2), trace(3), trace(4), trace(7), trace(8));
    assertThat(Entries.verify(directory))
        .extracting(SegmentReport::state)
        .doesNotContain(State.DAMAGED, State.TORN);
  }

  @Test
  void fullAtAnyByteLeavesOnlyWholeEntries() throws IOException {
    for (int bytes = 0; bytes < 700; bytes += 7) {
      Path directory = parent.resolve("log" + bytes);
      room.set(bytes);
      try (EncryptedSegmentStore store = store(directory, FreeSpace.ofDisk())) {
        for (int i = 0; i < 10; i++) {
          tryToAppend(store, i);
        }
      } catch (IOException unsealed) {
        // There is no room for the footer either.
      }

      assertThat(Entries.verify(directory)).allMatch(report -> report.damagedPlaces() == 0);
    }
  }

  @Test
  void someOfTheDiskIsLeftToOthers() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store = store(directory, path -> FreeSpace.check(4, 100))) {
      assertThatThrownBy(() -> store.append(Entries.entry(0)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nearly full");
    }

    assertThat(Entries.files(directory)).isEmpty();
    FreeSpace.check(256L << 20, Long.MAX_VALUE);
  }

  private static void tryToAppend(EncryptedSegmentStore store, int number) {
    try {
      store.append(Entries.entry(number));
    } catch (IOException full) {
      assertThat(full).hasMessageMatching("No space.*|The store waits.*");
    }
  }

  private static String trace(int number) {
    return Entries.trace(number);
  }

  private EncryptedSegmentStore store(Path directory, FreeSpace space) throws IOException {
    return EncryptedSegmentStore.builder(directory, Entries.KEYS)
        .clock(now::get)
        .freeSpace(space)
        .opener(file -> new Filling(ChannelOutput.create(file)))
        .open();
  }

  private final class Filling implements SegmentOutput {
    private final SegmentOutput disk;

    private Filling(SegmentOutput disk) {
      this.disk = disk;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      int fits = (int) Math.min(bytes.length, room.get());
      disk.write(Arrays.copyOf(bytes, fits));
      room.addAndGet(-fits);
      if (fits < bytes.length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void force() throws IOException {
      disk.force();
    }

    @Override
    public void truncate(long length) throws IOException {
      disk.truncate(length);
    }

    @Override
    public void close() throws IOException {
      disk.close();
    }
  }
}
