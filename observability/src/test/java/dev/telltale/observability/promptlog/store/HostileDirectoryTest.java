package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others put into the directory costs no entry, neither written nor read. */
@Timeout(60)
class HostileDirectoryTest {
  private static final String OLD = "seg-20200101T000000000Z-1-00000000.lps";
  private static final String NEW = "seg-20991231T000000000Z-1-00000000.lps";

  @TempDir private Path parent;

  private Path directory = Path.of("");
  private Path segment = Path.of("");

  @BeforeEach
  void writeSomeEntries() throws IOException {
    directory = parent.resolve("log");
    segment = Entries.segment(directory, 0, 5);
  }

  @Test
  void folderNamedLikeAnOldSegmentStopsNothing() throws IOException {
    Files.createDirectory(directory.resolve(OLD));

    Entries.segment(directory, 5, 7);

    assertThat(Entries.read(directory)).hasSize(7);
  }

  @Test
  void linkNamedLikeAnOldSegmentIsLeftAlone() throws IOException {
    Path target = Files.writeString(parent.resolve("target"), "precious");
    Files.createSymbolicLink(directory.resolve(OLD), target);

    Entries.segment(directory, 5, 7);

    assertThat(Entries.read(directory)).hasSize(7);
    assertThat(target).hasContent("precious");
  }

  @Test
  void hugeFileIsReportedAndTheRestIsRead() throws IOException {
    try (RandomAccessFile huge = new RandomAccessFile(directory.resolve(OLD).toFile(), "rw")) {
      huge.setLength(70L << 20);
    }

    assertThat(Entries.read(directory)).hasSize(5);
    assertThat(states()).containsExactly(State.DAMAGED, State.SEALED);
  }

  @Test
  void copyUnderAnotherNameCountsOnce() throws IOException {
    Files.copy(segment, directory.resolve(NEW));

    assertThat(Entries.read(directory)).hasSize(5);
    assertThat(states()).containsExactly(State.SEALED, State.DAMAGED);
  }

  @Test
  void olderCopyHidesNothingThatCameLater() throws IOException {
    byte[] whole = Files.readAllBytes(segment);
    Files.write(directory.resolve(OLD), Arrays.copyOf(whole, whole.length / 2));

    assertThat(Entries.read(directory)).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void strangeHeaderInFrontHidesNothing() throws IOException {
    byte[] whole = Files.readAllBytes(segment);
    Files.write(directory.resolve(OLD), Arrays.copyOf(whole, SegmentHeader.length(whole)));

    assertThat(Entries.read(directory)).hasSize(5);
    assertThat(states()).containsExactly(State.UNSEALED, State.SEALED);
  }

  @Test
  void bytesThatLookLikeFramesAreReadInLinearTime() throws IOException {
    byte[] whole = Files.readAllBytes(segment);
    byte[] padded = Arrays.copyOf(whole, whole.length + (8 << 20));
    for (int i = whole.length; i < padded.length - 1; i += 2) {
      padded[i + 1] = 8;
    }
    Files.write(segment, padded);

    assertThat(states()).containsExactly(State.DAMAGED);
    assertThat(Entries.read(directory)).hasSize(5);
  }

  private List<State> states() throws IOException {
    return Entries.verify(directory).stream().map(SegmentReport::state).toList();
  }
}
