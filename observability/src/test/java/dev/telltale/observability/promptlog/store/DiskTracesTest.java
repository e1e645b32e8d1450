package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a disk is told, and what it still has: neither can be seen in the files afterwards. */
@Timeout(60)
class DiskTracesTest {
  private static final String FORCED = "jdk.FileForce";

  @TempDir private Path parent;

  @Test
  void flushForcesTheSegmentAndItsNameToTheDisk() throws IOException {
    Path directory = parent.resolve("log");
    try (EncryptedSegmentStore store =
            EncryptedSegmentStore.builder(directory, Entries.KEYS).open();
        Recording recording = new Recording()) {
      recording.enable(FORCED).withThreshold(Duration.ZERO);
      recording.start();

      store.append(Entries.entry(1));
      store.flush();

      recording.stop();
      assertThat(forced(recording))
          .anyMatch(path -> path.endsWith(".lps"))
          .anyMatch(path -> path.endsWith("log"));
    }
  }

  @Test
  void erasedSegmentHasLostItsKeyOnTheDisk() throws IOException {
    Path directory = parent.resolve("log");
    Path segment = Entries.segment(directory, 0, 200);

    try (FileChannel disk = FileChannel.open(segment, StandardOpenOption.READ)) {
      Retention.erase(segment);

      ByteBuffer header = ByteBuffer.allocate((int) Math.min(disk.size(), SegmentHeader.MAX_BYTES));
      disk.read(header, 0);
      assertThat(header.array()).hasSizeGreaterThan(200).containsOnly(0);
      assertThat(segment).doesNotExist();
    }
  }

  @Test
  void rewrappedSegmentHasLostItsOldKeyOnTheDisk() throws IOException {
    Path directory = parent.resolve("log");
    Path segment = Entries.segment(directory, 0, 5);

    try (FileChannel disk = FileChannel.open(segment, StandardOpenOption.READ)) {
      PromptStore.open(directory, Entries.KEYS).rewrap(new AesKeys(Entries.key(9)), Progress.NONE);

      ByteBuffer header = ByteBuffer.allocate(200);
      disk.read(header, 0);
      assertThat(header.array()).containsOnly(0);
    }
  }

  private List<String> forced(Recording recording) throws IOException {
    Path file = parent.resolve("forced.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(FORCED))
        .map(event -> event.getString("path"))
        .toList();
  }
}
