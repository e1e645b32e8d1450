package dev.telltale.benchmarks;

import dev.telltale.observability.promptlog.store.EncryptedSegmentStore;
import dev.telltale.observability.promptlog.store.KeyProvider;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.observability.promptlog.store.Progress;
import dev.telltale.observability.promptlog.store.PromptStore;
import dev.telltale.observability.promptlog.store.SegmentReport;
import dev.telltale.observability.promptlog.store.StoredEntry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How long a large store takes after a crash: to be written again, and to be read through. */
final class StoreRecovery {
  private static final int ROUNDS = 5;
  private static final int ENTRIES_AT_ONCE = 256;
  private static final double MILLI = 1e6;

  private final long bytes;
  private final long records;
  private final Rounds written;
  private final Rounds read;

  private StoreRecovery(long bytes, long records, Rounds written, Rounds read) {
    this.bytes = bytes;
    this.records = records;
    this.written = written;
    this.read = read;
  }

  static StoreRecovery measure(Path scratch, long bytes) throws IOException {
    Path directory = scratch.resolve("large");
    KeyProvider keys = Keys.fileOrNew(scratch.resolve("key"));
    StoredEntry[] entries = PromptLogThroughput.entries();
    fill(directory, keys, entries, bytes);
    breakOff(directory);
    long size = size(directory);
    double[] written = new double[ROUNDS];
    double[] read = new double[ROUNDS];
    long records = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      List<SegmentReport> reports = PromptStore.open(directory, keys).verify(Progress.NONE);
      read[round] = (System.nanoTime() - start) / MILLI;
      requireOneTorn(reports);
      records = reports.stream().mapToLong(SegmentReport::records).sum();
      written[round] = firstEntry(directory, keys, entries[0]);
    }
    return new StoreRecovery(size, records, Rounds.of(written), Rounds.of(read));
  }

  String markdown() {
    double mebibytes = bytes / (double) (1 << 20);
    return String.format(
        Locale.ROOT,
        "%n| a store of %,.0f MiB, %,d records, torn at its end; files cached | ms |%n|---|---|%n"
            + "| opened, and an entry on the disk | %s |%n"
            + "| all read and verified | %s, %,.0f MiB/s |%n",
        mebibytes,
        records,
        written.text(),
        read.text(),
        mebibytes * 1_000 / read.median());
  }

  private static double firstEntry(Path directory, KeyProvider keys, StoredEntry entry)
      throws IOException {
    long start = System.nanoTime();
    try (EncryptedSegmentStore store = EncryptedSegmentStore.builder(directory, keys).open()) {
      store.append(entry);
      store.flush();
      return (System.nanoTime() - start) / MILLI;
    }
  }

  private static void fill(Path directory, KeyProvider keys, StoredEntry[] entries, long bytes)
      throws IOException {
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(directory, keys).maxBytes(Long.MAX_VALUE).open()) {
      do {
        for (int i = 0; i < ENTRIES_AT_ONCE; i++) {
          store.append(entries[i % entries.length]);
        }
      } while (size(directory) < bytes);
    }
  }

  /** Cuts the last segment inside a frame, as a crash does, and gives it to another program. */
  private static void breakOff(Path directory) throws IOException {
    List<Path> segments = segments(directory);
    Path last = segments.get(segments.size() - 1);
    try (FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1_000);
    }
    String own = "-" + ProcessHandle.current().pid() + "-";
    Files.move(last, last.resolveSibling(last.getFileName().toString().replace(own, "-1-")));
  }

  private static void requireOneTorn(List<SegmentReport> reports) {
    long torn =
        reports.stream().filter(report -> report.state() == SegmentReport.State.TORN).count();
    long sealed =
        reports.stream().filter(report -> report.state() == SegmentReport.State.SEALED).count();
    if (torn != 1 || torn + sealed != reports.size()) {
      throw new IllegalStateException("The store is not as it was left: " + reports);
    }
  }

  private static long size(Path directory) throws IOException {
    long size = 0;
    for (Path segment : segments(directory)) {
      size += Files.size(segment);
    }
    return size;
  }

  private static List<Path> segments(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
