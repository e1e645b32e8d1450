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

  @Test
  @Tag("slow")
  @Timeout(1800)
  void programsShareOneDirectory_64() throws Exception {
    long entries = killTogether(parent.resolve("log"), 64, new Random(64));

    say(64, entries);
  }

  private void killCycles(int cycles) throws Exception {
    Random random = new Random(8);
    long entries = 0;
    for (int round = 0; round < cycles / AT_ONCE; round++) {
      entries += killTogether(parent.resolve("log" + round), AT_ONCE, random);
    }
    say(cycles, entries);
  }

  /** Lets programs write into one directory at once, and kills one after the other. */
  private static long killTogether(Path directory, int programs, Random random) throws Exception {
    List<ChildWriter> writers = new ArrayList<>();
    for (int i = 0; i < programs; i++) {
      int flushEach = i % 2 == 0 ? 1 : 1 + random.nextInt(16);
      writers.add(ChildWriter.start(directory, i * RANGE, flushEach));
    }
    List<Integer> flushed = new ArrayList<>();
    for (ChildWriter writer : writers) {
      flushed.add(writer.killAfter(1 + random.nextInt(120)));
    }
    return verify(directory, flushed);
  }

  private static void say(int writers, long entries) {
    System.out.printf("%d writers killed, %d entries read, none corrupt%n", writers, entries);
  }

  private static long verify(Path directory, List<Integer> flushed) throws IOException {
    List<StoredEntry> read = Entries.read(directory);
    Set<String> traces =
        read.stream().map(StoredEntry::traceId).collect(Collectors.toCollection(TreeSet::new));
    assertThat(Entries.verify(directory))
        .hasSize(flushed.size())
        .allMatch(report -> report.state() == State.UNSEALED || report.state() == State.TORN);
    assertThat(traces).hasSize(read.size());
    for (int i = 0; i < flushed.size(); i++) {
      for (int number = i * RANGE; number <= flushed.get(i); number++) {
        assertThat(traces).contains(Entries.trace(number));
      }
    }
    return read.size();
  }
}
