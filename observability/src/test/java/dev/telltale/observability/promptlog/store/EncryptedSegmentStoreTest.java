package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EncryptedSegmentStoreTest {
  @TempDir private Path parent;

  private final AtomicReference<Instant> now = new AtomicReference<>(Entries.TIME);

  @Test
  void entriesComeBackAsTheyWere() throws IOException {
    Path directory = parent.resolve("log");
    Entries.segment(directory, 0, 10);
    Entries.segment(directory, 10, 13);

    List<StoredEntry> read = Entries.read(directory);

    assertThat(read).hasSize(13);
    assertThat(read.get(12)).isEqualTo(Entries.entry(12));
    assertThat(Entries.verify(directory))
        .extracting(SegmentReport::state)
        .containsExactly(State.SEALED, State.SEALED);
  }

  @Test
  void nothingIsReadableWithoutTheKey() throws IOException {
    Path file = Entries.segment(parent.resolve("log"), 0, 10);

    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);

    assertThat(bytes).doesNotContain("schema", Entries.trace(3), "stop");
  }

  @Test
  void otherKeyReadsNothingAndSaysSo() throws IOException {
    Path directory = parent.resolve("log");
    Entries.segment(directory, 0, 10);
    PromptStore store = PromptStore.open(directory, new AesKeys(Entries.key(2)));

    List<SegmentReport> reports = store.verify(Progress.NONE);

    assertThat(reports).extracting(SegmentReport::state).containsExactly(State.KEY_MISSING);
  }

  @Test
  void segmentIsRotatedByAgeAndSize() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store = store(directory, 1 << 20)) {
      Entries.write(store, 0, 2);
      now.set(now.get().plus(Duration.ofHours(1)));
      Entries.write(store, 2, 4);
      store.append(large(1, 400_000));
      Entries.write(store, 4, 5);

      assertThat(Entries.files(directory)).hasSize(3);
    }

    assertThat(Entries.read(directory)).hasSize(6);
  }

  @Test
  void retentionHoldsByAgeAndNeedsNoKey() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store = store(directory, 1 << 20)) {
      Entries.write(store, 0, 2);
      now.set(now.get().plus(Duration.ofDays(2)));
      Entries.write(store, 2, 4);
      now.set(now.get().plus(Duration.ofDays(6)));
      store.flush();

      assertThat(Entries.read(directory)).containsExactly(Entries.entry(2), Entries.entry(3));
    }
  }

  @Test
  void retentionHoldsBySizeWithinOneSegment() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store = store(directory, 1 << 20)) {
      for (int i = 0; i < 60; i++) {
        now.set(now.get().plusMillis(1));
        store.append(large(i, 100_000));

        assertThat(size(directory)).isLessThanOrEqualTo((1 << 20) + (1 << 18) + 101_000);
      }
    }

    assertThat(Entries.read(directory)).hasSizeGreaterThan(5);
  }

  @Test
  void segmentBeingWrittenIsNeverDeleted() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore idle = store(directory, 1 << 20);
        EncryptedSegmentStore busy = store(directory, 1 << 20)) {
      idle.append(large(0, 900_000));
      for (int i = 1; i < 20; i++) {
        now.set(now.get().plus(Duration.ofHours(20)));
        busy.append(large(i, 100_000));
      }
      idle.flush();

      assertThat(Entries.read(directory)).contains(large(0, 900_000));
    }
  }

  @Test
  void manyWritersShareOneDirectory() throws Exception {
    Path directory = parent.resolve("log");
    ExecutorService writers = Executors.newFixedThreadPool(16);
    List<Future<?>> done = new ArrayList<>();
    for (int writer = 0; writer < 64; writer++) {
      int from = writer * 20;
      done.add(
          writers.submit(
              () -> {
                try (EncryptedSegmentStore store =
                    EncryptedSegmentStore.builder(directory, Entries.KEYS).open()) {
                  Entries.write(store, from, from + 20);
                }
                return null;
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    writers.shutdown();

    assertThat(Entries.files(directory)).hasSize(64);
    assertThat(Entries.verify(directory)).allMatch(report -> report.state() == State.SEALED);
    assertThat(Entries.read(directory)).doesNotHaveDuplicates().hasSize(1280);
  }

  @Test
  void segmentBeingWrittenCanBeRead() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(directory, Entries.KEYS).open()) {
      Entries.write(store, 0, 3);

      assertThat(Entries.read(directory)).hasSize(3);
      assertThat(Entries.verify(directory))
          .extracting(SegmentReport::state)
          .containsExactly(State.LIVE);
    }
  }

  @Test
  void programThatReadsItsOwnLogStillCountsAsWriting() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(directory, Entries.KEYS).open()) {
      Entries.write(store, 0, 3);
      assertThat(ChildReader.states(directory)).isEqualTo("LIVE");

      assertThat(Entries.read(directory)).hasSize(3);

      assertThat(ChildReader.states(directory)).isEqualTo("LIVE");
    }
    assertThat(ChildReader.states(directory)).isEqualTo("SEALED");
  }

  @Test
  void overlongEntryIsRefusedAndCostsNoOther() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store = store(directory, 64 << 20)) {
      for (StoredEntry tooLong : List.of(large(0, 2 << 20), compressible(5 << 20))) {
        assertThatThrownBy(() -> store.append(tooLong)).hasMessageContaining("longer");
      }
      store.append(compressible(4_000_000));
      Entries.write(store, 1, 3);
    }

    assertThat(Entries.read(directory)).hasSize(3);
    assertThat(Entries.verify(directory)).allMatch(report -> report.state() == State.SEALED);
  }

  @Test
  void namesThatWouldNotFitAreRefused() {
    for (int length : new int[] {1025, 70_000}) {
      String name = "x".repeat(length);
      assertThatThrownBy(
              () -> new StoredEntry(Entries.TIME, StoredEntry.Kind.FAILURE, name, "stop", "{}"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> new StoredEntry(Entries.TIME, StoredEntry.Kind.FAILURE, "", name, "{}"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void clockSetBackDelaysNothing() throws IOException {
    Path directory = parent.resolve("log");
    AtomicBoolean broken = new AtomicBoolean(true);
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(directory, Entries.KEYS)
            .clock(now::get)
            .opener(
                file -> {
                  if (broken.get()) {
                    throw new IOException("No disk");
                  }
                  return ChannelOutput.create(file);
                })
            .open()) {
      assertThatThrownBy(() -> store.append(Entries.entry(0))).hasMessage("No disk");
      broken.set(false);
      now.set(now.get().minus(Duration.ofDays(1)));
      store.append(Entries.entry(1));
      now.set(now.get().minus(Duration.ofDays(300)));
      store.append(Entries.entry(2));
      now.set(now.get().plus(Duration.ofHours(2)));
      store.append(Entries.entry(3));
    }

    assertThat(Entries.files(directory)).hasSize(3);
  }

  @Test
  void segmentsMayBeKeptForEver() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(directory, Entries.KEYS)
            .maxAge(ChronoUnit.FOREVER.getDuration())
            .open()) {
      Entries.write(store, 0, 2);
    }
    Entries.segment(directory, 2, 3);

    assertThat(Entries.read(directory)).hasSize(3);
  }

  @Test
  void abandonedSegmentsGrowOldLikeOthers() throws IOException {
    Path directory = parent.resolve("log");
    now.set(Instant.now().plus(Duration.ofMinutes(1)));
    AtomicBoolean broken = new AtomicBoolean();
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(directory, Entries.KEYS)
            .clock(now::get)
            .freeSpace(path -> {})
            .opener(file -> new Breaking(ChannelOutput.create(file), broken))
            .open()) {
      store.append(Entries.entry(0));
      broken.set(true);
      assertThatThrownBy(() -> store.append(Entries.entry(1))).hasMessage("Broken");
      broken.set(false);
      now.set(now.get().plus(Duration.ofDays(9)));
      store.append(Entries.entry(2));

      assertThat(Entries.read(directory)).containsExactly(Entries.entry(2));
    }
  }

  @Test
  void vaultThatFailsUncheckedIsAskedOncePerHalfMinute() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    KeyProvider failing =
        new KeyProvider() {
          @Override
          public String keyId() {
            return "vault";
          }

          @Override
          public byte[] wrap(byte[] dataKey) {
            asked.incrementAndGet();
            throw new IllegalStateException("vault");
          }

          @Override
          public byte[] unwrap(String keyId, byte[] wrapped) {
            throw new IllegalStateException("vault");
          }
        };
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(directory, failing).clock(now::get).open()) {
      for (int i = 0; i < 10; i++) {
        StoredEntry entry = Entries.entry(i);
        assertThatThrownBy(() -> store.append(entry)).isInstanceOf(IOException.class);
      }
    }
    Entries.segment(directory, 0, 1);

    assertThat(asked).hasValue(1);
    assertThat(PromptStore.open(directory, failing).verify(Progress.NONE))
        .extracting(SegmentReport::state)
        .containsExactly(State.KEY_MISSING);
  }

  @Test
  void closedStoreTakesNothing() throws IOException {
    EncryptedSegmentStore store = store(parent.resolve("log"), 1 << 20);
    store.close();
    store.close();

    assertThatThrownBy(() -> store.append(Entries.entry(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  private EncryptedSegmentStore store(Path directory, long maxBytes) throws IOException {
    return EncryptedSegmentStore.builder(directory, Entries.KEYS)
        .maxBytes(maxBytes)
        .clock(now::get)
        .open();
  }

  private static StoredEntry compressible(int length) {
    return new StoredEntry(Entries.TIME, StoredEntry.Kind.FAILURE, "", "stop", "x".repeat(length));
  }

  /** Of bytes that do not deflate. */
  private static StoredEntry large(int number, int length) {
    StringBuilder text = new StringBuilder(length);
    Random random = new Random(number);
    while (text.length() < length) {
      text.append((char) (' ' + 1 + random.nextInt(94)));
    }
    StoredEntry small = Entries.entry(number);
    return new StoredEntry(small.time(), small.kind(), small.traceId(), "stop", text.toString());
  }

  /** A disk that fails now and then. */
  private record Breaking(SegmentOutput disk, AtomicBoolean broken) implements SegmentOutput {
    @Override
    public void write(byte[] bytes) throws IOException {
      if (broken.get()) {
        throw new IOException("Broken");
      }
      disk.write(bytes);
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

  private static long size(Path directory) throws IOException {
    long size = 0;
    for (Path file : Entries.files(directory)) {
      size += Files.size(file);
    }
    return size;
  }
}
