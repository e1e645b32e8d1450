package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are killed while they write lose nothing that was flushed. */
@Timeout(120)
class KilledWriterTest {
  private static final int AT_ONCE = 4;
  private static final int RANGE = 10_000_000;

  @TempDir private Path parent;

  @Test
  void killedWriterLosesNothingFlushed() throws Exception {
    killCycles(20);
  }

  @Test
  @Tag("slow")
  @Timeout(1800)
  void killedWriterLosesNothingFlushed_500() throws Exception {
    killCycles(500);
  }

  private void killCycles(int cycles) throws Exception {
    Random random = new Random(8);
    long entries = 0;
    for (int round = 0; round < cycles / AT_ONCE; round++) {
      Path directory = parent.resolve("log" + round);
      List<ChildWriter> writers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        int flushEach = i % 2 == 0 ? 1 : 1 + random.nextInt(16);
        writers.add(ChildWriter.start(directory, i * RANGE, flushEach));
      }
      List<Integer> flushed = new ArrayList<>();
      for (ChildWriter writer : writers) {
        flushed.add(writer.killAfter(1 + random.nextInt(120)));
      }
      entries += verify(directory, flushed);
    }
    System.out.printf("%d writers killed, %d entries read, none corrupt%n", cycles, entries);
  }

  private static long verify(Path directory, List<Integer> flushed) throws IOException {
    List<StoredEntry> read = Entries.read(directory);
    Set<String> traces =
        read.stream().map(StoredEntry::traceId).collect(Collectors.toCollection(TreeSet::new));
    assertThat(Entries.verify(directory))
        .hasSize(AT_ONCE)
        .allMatch(report -> report.state() == State.UNSEALED || report.state() == State.TORN);
    assertThat(traces).hasSize(read.size());
    for (int i = 0; i < AT_ONCE; i++) {
      for (int number = i * RANGE; number <= flushed.get(i); number++) {
        assertThat(traces).contains(Entries.trace(number));
      }
    }
    return read.size();
  }
}
