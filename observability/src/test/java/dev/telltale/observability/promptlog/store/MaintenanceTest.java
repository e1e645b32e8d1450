package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class MaintenanceTest {
  private static final KeyProvider NEW_KEYS = new AesKeys(Entries.key(2));

  @TempDir private Path parent;

  @Test
  void rewrappedStoreIsReadWithTheNewKeyOnly() throws IOException {
    Path directory = parent.resolve("log");
    Entries.segment(directory, 0, 5);
    Entries.segment(directory, 5, 9);

    PromptStore.open(directory, Entries.KEYS).rewrap(NEW_KEYS, Progress.NONE);

    List<StoredEntry> read = new ArrayList<>();
    List<SegmentReport> reports =
        PromptStore.open(directory, NEW_KEYS).read(read::add, Progress.NONE);
    assertThat(reports)
        .extracting(SegmentReport::state)
        .containsExactly(State.SEALED, State.SEALED);
    assertThat(read).hasSize(9);
    assertThat(Entries.verify(directory))
        .extracting(SegmentReport::state)
        .containsExactly(State.KEY_MISSING, State.KEY_MISSING);
    assertThat(Entries.files(directory)).hasSize(2);
  }

  @Test
  void purgedTraceIsGoneAndTheRestIsThere() throws IOException {
    Path directory = parent.resolve("log");
    Entries.segment(directory, 0, 5);
    Path untouched = Entries.segment(directory, 5, 9);
    PromptStore store = PromptStore.open(directory, Entries.KEYS);

    List<SegmentReport> reports = store.purgeTrace(Entries.trace(3), Progress.NONE);

    assertThat(reports).hasSize(1);
    assertThat(Entries.read(directory)).hasSize(8).doesNotContain(Entries.entry(3));
    assertThat(Entries.verify(directory)).allMatch(report -> report.state() == State.SEALED);
    assertThat(untouched).exists();
  }

  @Test
  void segmentBeingWrittenIsNotPurgedButReported() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(directory, Entries.KEYS).open()) {
      Entries.write(store, 0, 3);

      List<SegmentReport> reports =
          PromptStore.open(directory, Entries.KEYS).purgeTrace(Entries.trace(1), Progress.NONE);

      assertThat(reports).extracting(SegmentReport::state).containsExactly(State.LIVE);
      assertThat(Entries.read(directory)).hasSize(3);
    }
  }

  @Test
  void purgeSaysWhatItCouldNotLookInto() throws IOException {
    Path directory = parent.resolve("log");
    Path damaged = Entries.segment(directory, 0, 3);
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[20] ^= 1;
    Files.write(damaged, bytes);
    try (EncryptedSegmentStore other = EncryptedSegmentStore.builder(directory, NEW_KEYS).open()) {
      Entries.write(other, 0, 3);
    }
    Entries.segment(directory, 0, 3);

    List<SegmentReport> reports =
        PromptStore.open(directory, Entries.KEYS).purgeTrace(Entries.trace(1), Progress.NONE);

    assertThat(reports)
        .extracting(SegmentReport::state)
        .containsExactlyInAnyOrder(State.DAMAGED, State.KEY_MISSING, State.SEALED);
  }

  @Test
  void purgeThatWasCutIsFinishedByTheNext() throws IOException {
    Path directory = parent.resolve("log");
    Path segment = Entries.segment(directory, 0, 10);
    byte[] before = Files.readAllBytes(segment);
    PromptStore store = PromptStore.open(directory, Entries.KEYS);
    store.purgeTrace(Entries.trace(3), Progress.NONE);
    Files.copy(segment, directory.resolve(segment.getFileName() + ".tmp"));
    Files.write(segment, before);

    store.purgeTrace(Entries.trace(3), Progress.NONE);

    assertThat(Entries.read(directory)).hasSize(9).doesNotContain(Entries.entry(3));
    assertThat(Entries.files(directory)).containsExactly(segment);
  }

  @Test
  void twoAtOnceNeverBringBackWhatOneErased() throws Exception {
    Path directory = parent.resolve("log");
    for (int i = 0; i < 8; i++) {
      Entries.segment(directory, 0, 40);
    }
    PromptStore store = PromptStore.open(directory, Entries.KEYS);
    ExecutorService both = Executors.newFixedThreadPool(2);
    List<Callable<List<SegmentReport>>> purges =
        List.of(
            () -> store.purgeTrace(Entries.trace(3), Progress.NONE),
            () -> store.purgeTrace(Entries.trace(7), Progress.NONE));

    int refused = 0;
    for (Future<List<SegmentReport>> purge : both.invokeAll(purges)) {
      try {
        purge.get();
      } catch (ExecutionException busy) {
        assertThat(busy).hasMessageContaining("Another program");
        refused++;
      }
    }
    both.shutdown();

    assertThat(refused).isLessThan(2);
    assertThat(Entries.read(directory)).hasSize(8 * (38 + refused));
  }

  @Test
  void readerSeesEachSegmentWholeDuringAPurge() throws Exception {
    Path directory = parent.resolve("log");
    for (int i = 0; i < 4; i++) {
      Entries.segment(directory, 100 * i, 100 * i + 50);
    }
    PromptStore store = PromptStore.open(directory, Entries.KEYS);
    ExecutorService purging = Executors.newSingleThreadExecutor();
    Future<?> purge =
        purging.submit(
            () -> {
              for (int i = 0; i < 30; i++) {
                store.purgeTrace(Entries.trace(100 * (i % 4) + i), Progress.NONE);
              }
              return null;
            });

    do {
      List<StoredEntry> read = new ArrayList<>();
      List<SegmentReport> reports = store.read(read::add, Progress.NONE);
      assertThat(reports).allMatch(report -> report.state() == State.SEALED);
      assertThat(read).hasSizeBetween(170, 200).doesNotHaveDuplicates();
    } while (!purge.isDone());
    purge.get();
    purging.shutdown();
  }

  @Test
  void segmentThatEndsWhileItIsReadIsNotReplaced() throws IOException {
    Path directory = parent.resolve("log");
    EncryptedSegmentStore store = EncryptedSegmentStore.builder(directory, Entries.KEYS).open();
    Entries.write(store, 0, 3);
    KeyProvider slow =
        new Asked(
            Entries.KEYS,
            () -> {
              Entries.write(store, 3, 5);
              store.close();
            });

    List<SegmentReport> reports =
        PromptStore.open(directory, slow).purgeTrace(Entries.trace(1), Progress.NONE);

    assertThat(reports).extracting(SegmentReport::state).containsExactly(State.LIVE);
    assertThat(Entries.read(directory)).hasSize(5);
  }

  @Test
  void oldSegmentsArePurgedByTime() throws IOException {
    Path directory = parent.resolve("log");
    Entries.segment(directory, 0, 3);
    PromptStore store = PromptStore.open(directory, Entries.KEYS);

    assertThat(store.purgeBefore(Instant.now())).isZero();
    assertThat(store.purgeBefore(Instant.now().plus(Duration.ofHours(2)))).isEqualTo(1);
    assertThat(Entries.files(directory)).isEmpty();
  }

  @Test
  void traceIsFoundInSealedAndOpenSegments() throws IOException {
    Path directory = parent.resolve("log");
    Entries.segment(directory, 0, 50);
    Entries.segment(directory, 50, 90);
    List<StoredEntry> found = new ArrayList<>();

    List<SegmentReport> searched =
        PromptStore.open(directory, Entries.KEYS)
            .readTrace(Entries.trace(60), found::add, Progress.NONE);

    assertThat(found).containsExactly(Entries.entry(60));
    assertThat(searched).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void notesAreEntriesOfTheirOwn() throws IOException {
    Path directory = parent.resolve("log");
    Entries.segment(directory, 0, 2);
    StoredEntry note =
        new StoredEntry(Entries.TIME, StoredEntry.Kind.AUDIT, "", "read", "{\"who\":\"ann\"}");

    PromptStore.open(directory, Entries.KEYS).audit(note);

    assertThat(Entries.read(directory)).hasSize(3).contains(note);
  }

  @Test
  void noteErasesNothingHoweverOld() throws IOException {
    Path directory = parent.resolve("log");
    Path segment = Entries.segment(directory, 0, 2);
    String name = segment.getFileName().toString().replaceFirst("^seg-\\d{4}", "seg-2001");
    Path old = Files.move(segment, segment.resolveSibling(name));

    PromptStore.open(directory, Entries.KEYS)
        .audit(new StoredEntry(Entries.TIME, StoredEntry.Kind.AUDIT, "", "read", "{}"));

    assertThat(old).exists();
  }

  /** Keys that something is done before they are first used. */
  private static final class Asked implements KeyProvider {
    private final KeyProvider keys;
    private @Nullable Done first;

    private Asked(KeyProvider keys, Done first) {
      this.keys = keys;
      this.first = first;
    }

    @Override
    public String keyId() {
      return keys.keyId();
    }

    @Override
    public byte[] wrap(byte[] dataKey) throws GeneralSecurityException {
      return keys.wrap(dataKey);
    }

    @Override
    public byte[] unwrap(String keyId, byte[] wrapped) throws GeneralSecurityException {
      Done now = first;
      first = null;
      try {
        if (now != null) {
          now.run();
        }
      } catch (IOException failed) {
        throw new GeneralSecurityException(failed);
      }
      return keys.unwrap(keyId, wrapped);
    }
  }

  /** What is done. */
  @FunctionalInterface
  private interface Done {
    void run() throws IOException;
  }

  @Test
  void placeOfOthersIsRefused() throws IOException {
    Path real = parent.resolve("real");
    Entries.segment(real, 0, 1);
    Path link = Files.createSymbolicLink(parent.resolve("link"), real);
    Path open = Files.createDirectory(parent.resolve("open"));
    Files.setPosixFilePermissions(
        open, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwx---"));

    for (Path place : List.of(link, open)) {
      assertThatThrownBy(() -> EncryptedSegmentStore.builder(place, Entries.KEYS).open())
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> PromptStore.open(place, Entries.KEYS))
          .isInstanceOf(IOException.class);
    }
  }
}
