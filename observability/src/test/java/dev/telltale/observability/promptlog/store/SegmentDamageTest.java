package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is not what was written is noticed, and what a crash leaves is not taken for it. */
@Timeout(60)
class SegmentDamageTest {
  @TempDir private Path directory;

  @Test
  void everyTruncationOpensWithWhatIsWhole() throws IOException {
    byte[] segment = Files.readAllBytes(Entries.segment(directory, 0, 50));
    List<Frame> frames = frames(segment);

    for (int length = 0; length < segment.length; length++) {
      List<StoredEntry> read = new ArrayList<>();
      SegmentReport report = Entries.report(Arrays.copyOf(segment, length), read);

      int end = length;
      long whole = frames.stream().filter(frame -> frame.end() <= end).count();
      assertThat(read).as("cut to %d", length).hasSize((int) whole);
      assertThat(report.state()).as("cut to %d", length).isIn(State.TORN, State.UNSEALED);
    }
  }

  @Test
  void tailOfZerosIsCut() throws IOException {
    byte[] segment = Files.readAllBytes(Entries.segment(directory, 0, 5));
    int end = frames(segment).get(2).end() + 20;
    Arrays.fill(segment, end - 20, segment.length, (byte) 0);
    List<StoredEntry> read = new ArrayList<>();

    SegmentReport report = Entries.report(segment, read);

    assertThat(report.state()).isEqualTo(State.TORN);
    assertThat(read).hasSize(3);
  }

  @Test
  void everyFlippedBitIsDetected() throws IOException {
    byte[] segment = Files.readAllBytes(Entries.segment(directory, 0, 20));
    Set<State> fine = EnumSet.of(State.SEALED, State.UNSEALED, State.TORN, State.LIVE);

    for (int bit = 0; bit < segment.length * 8; bit++) {
      byte[] changed = segment.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      List<StoredEntry> read = new ArrayList<>();
      SegmentReport report = Entries.report(changed, read);

      assertThat(report.state()).as("bit %d", bit).isNotIn(fine);
      assertThat(read).as("bit %d", bit).isSubsetOf(entries(20));
    }
  }

  @Test
  void frameOfAnotherSegmentIsDetected() throws IOException {
    byte[] one = Files.readAllBytes(Entries.segment(directory, 0, 4));
    byte[] other = Files.readAllBytes(Entries.segment(directory, 4, 8));
    Frame frame = frames(other).get(1);
    byte[] moved = copy(other, frame, one, frames(one).get(1));

    assertThat(readable(moved))
        .containsExactly(entries(4).get(0), entries(4).get(2), entries(4).get(3));
  }

  @Test
  void swappedFramesAreDetected() throws IOException {
    byte[] segment = Files.readAllBytes(Entries.segment(directory, 0, 4));
    List<Frame> frames = frames(segment);
    byte[] swapped = copy(segment, frames.get(1), segment, frames.get(2));
    swapped = copy(segment, frames.get(2), swapped, frames.get(1));

    readable(swapped);
  }

  @Test
  void repeatedFrameIsReadOnceAndDetected() throws IOException {
    byte[] segment = Files.readAllBytes(Entries.segment(directory, 0, 4));
    Frame second = frames(segment).get(1);
    byte[] repeated = insert(segment, second, second.end());

    assertThat(readable(repeated)).containsExactlyElementsOf(entries(4));
  }

  @Test
  void missingFrameIsDetected() throws IOException {
    byte[] segment = Files.readAllBytes(Entries.segment(directory, 0, 4));
    Frame second = frames(segment).get(1);
    byte[] cut = new byte[segment.length - second.length()];
    System.arraycopy(segment, 0, cut, 0, second.offset());
    System.arraycopy(segment, second.end(), cut, second.offset(), cut.length - second.offset());

    assertThat(readable(cut)).hasSize(3);
  }

  @Test
  void frameAfterTheFooterIsDetected() throws IOException {
    byte[] segment = Files.readAllBytes(Entries.segment(directory, 0, 4));

    readable(insert(segment, frames(segment).get(0), segment.length));
  }

  /** All entries that are read from it; fails if it is not known to be damaged. */
  private static List<StoredEntry> readable(byte[] segment) {
    List<StoredEntry> read = new ArrayList<>();
    SegmentReport report = Entries.report(segment, read);
    assertThat(report.state()).isEqualTo(State.DAMAGED);
    return read;
  }

  private static List<StoredEntry> entries(int count) {
    return IntStream.range(0, count).mapToObj(Entries::entry).toList();
  }

  private static List<Frame> frames(byte[] segment) throws IOException {
    SegmentScan scan = SegmentScan.of(segment, SegmentHeader.length(segment));
    return scan.frames.subList(0, scan.frames.size() - 1);
  }

  private static byte[] copy(byte[] from, Frame frame, byte[] to, Frame place) {
    byte[] changed = new byte[to.length - place.length() + frame.length()];
    System.arraycopy(to, 0, changed, 0, place.offset());
    System.arraycopy(from, frame.offset(), changed, place.offset(), frame.length());
    int rest = to.length - place.end();
    System.arraycopy(to, place.end(), changed, place.offset() + frame.length(), rest);
    return changed;
  }

  private static byte[] insert(byte[] segment, Frame frame, int at) {
    byte[] changed = new byte[segment.length + frame.length()];
    System.arraycopy(segment, 0, changed, 0, at);
    System.arraycopy(segment, frame.offset(), changed, at, frame.length());
    System.arraycopy(segment, at, changed, at + frame.length(), segment.length - at);
    return changed;
  }
}
