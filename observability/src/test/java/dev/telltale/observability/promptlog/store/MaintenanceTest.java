package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
