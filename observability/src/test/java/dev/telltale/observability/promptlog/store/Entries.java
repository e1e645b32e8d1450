package dev.telltale.observability.promptlog.store;

import dev.telltale.observability.promptlog.store.StoredEntry.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Entries to write, and what is in a directory. */
final class Entries {
  static final Instant TIME = Instant.parse("2026-11-23T10:15:00Z");
  static final KeyProvider KEYS = new AesKeys(key(1));

  private Entries() {}

  static byte[] key(int seed) {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (seed * 31 + i);
    }
    return key;
  }

  static StoredEntry entry(int number) {
    Kind kind = number % 3 == 0 ? Kind.FAILURE : Kind.SUCCESS;
    String json = "{\"schema\":1,\"n\":" + number + "}";
    return new StoredEntry(TIME.plusSeconds(number), kind, trace(number), "stop", json);
  }

  static String trace(int number) {
    return String.format("%032x", number + 1);
  }

  static void write(EncryptedSegmentStore store, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      store.append(entry(i));
    }
  }

  /** Writes a sealed segment of its own. */
  static Path segment(Path directory, int from, int to) throws IOException {
    List<Path> before = files(directory);
    try (EncryptedSegmentStore store = EncryptedSegmentStore.builder(directory, KEYS).open()) {
      write(store, from, to);
    }
    List<Path> after = new ArrayList<>(files(directory));
    after.removeAll(before);
    return after.get(0);
  }

  /** All but the locks of segments being written. */
  static List<Path> files(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.toString().endsWith(SegmentLock.SUFFIX)).sorted().toList();
    }
  }

  static List<StoredEntry> read(Path directory) throws IOException {
    List<StoredEntry> entries = new ArrayList<>();
    PromptStore.open(directory, KEYS).read(entries::add, Progress.NONE);
    return entries;
  }

  static List<SegmentReport> verify(Path directory) throws IOException {
    return PromptStore.open(directory, KEYS).verify(Progress.NONE);
  }

  /** Reads bytes as a segment whose program is gone. */
  static SegmentReport report(byte[] segment, List<StoredEntry> sink) {
    return SegmentContent.read(SegmentName.fresh(TIME, 1), segment, KEYS, sink::add);
  }
}
