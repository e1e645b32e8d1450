package dev.telltale.observability.promptlog.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and tends the segments in a directory, also while programs write there.
 *
 * <p>Thread-safe and without state of its own, so there is nothing to close. It holds one segment
 * in memory at a time.
 */
public final class PromptStore {
  private static final Duration FOREVER = Duration.ofDays(365_000);

  private final StoreDirectory directory;
  private final KeyProvider keys;

  private PromptStore(StoreDirectory directory, KeyProvider keys) {
    this.directory = directory;
    this.keys = keys;
  }

  /**
   * Opens the store in a directory.
   *
   * @throws IOException if it is not there, is a link, or others than its owner may open it
   */
  public static PromptStore open(Path directory, KeyProvider keys) throws IOException {
    if (!Files.exists(directory)) {
      throw new NoSuchFileException(String.valueOf(directory.getFileName()));
    }
    return new PromptStore(StoreDirectory.open(directory), requireNonNull(keys, "keys"));
  }

  /**
   * Hands every entry to the sink: segments from the oldest on, each in the order it was written.
   * What is not what was written is left out and said in the reports.
   *
   * @return one report per segment
   * @throws IOException if a file cannot be read
   */
  public List<SegmentReport> read(Consumer<StoredEntry> sink, Progress progress)
      throws IOException {
    return read(null, sink, progress);
  }

  /** Like {@link #read}, for the entries of one trace; sealed segments without it are skipped. */
  public List<SegmentReport> readTrace(
      String traceId, Consumer<StoredEntry> sink, Progress progress) throws IOException {
    return read(requireNonNull(traceId, "traceId"), sink, progress);
  }

  /** Reads everything and keeps nothing, to see whether all is what was written. */
  public List<SegmentReport> verify(Progress progress) throws IOException {
    return read(null, entry -> {}, progress);
  }

  /**
   * Wraps the data keys of all segments that are not being written with another key; the entries
   * stay as they are. Afterwards the old key is needed no more, but for the segments reported as
   * live, damaged, unreadable or without key.
   *
   * @throws IOException if a file cannot be written, or another program rewraps or purges
   */
  public List<SegmentReport> rewrap(KeyProvider newKeys, Progress progress) throws IOException {
    return new Maintenance(directory, keys).rewrap(newKeys, progress);
  }

  /**
   * Erases the entries of one trace, by writing their segments anew without them. Segments being
   * written are left; they are reported as live if they hold such entries.
   *
   * @return the segments written anew, as sealed, and those that hold such entries still or may
   *     hold some: live, damaged, unreadable, or without key
   * @throws IOException if a file cannot be written, or another program rewraps or purges
   */
  public List<SegmentReport> purgeTrace(String traceId, Progress progress) throws IOException {
    return new Maintenance(directory, keys).purge(requireNonNull(traceId, "traceId"), progress);
  }

  /**
   * Erases the segments begun more than an hour before a time, which hold nothing newer than it.
   * Needs no key.
   *
   * @return how many were erased
   */
  public int purgeBefore(Instant time) throws IOException {
    int erased = 0;
    for (SegmentName name : directory.segments()) {
      boolean over = name.created().plus(EncryptedSegmentStore.MAX_SEGMENT_AGE).isBefore(time);
      if (over && !directory.live(name)) {
        Retention.erase(directory.resolve(name));
        erased++;
      }
    }
    return erased;
  }

  /**
   * Leaves a note of who read what, as a segment of its own.
   *
   * @throws IOException if it cannot be written
   */
  public void audit(StoredEntry note) throws IOException {
    if (note.kind() != StoredEntry.Kind.AUDIT) {
      throw new IllegalArgumentException("A note must be of the kind AUDIT");
    }
    // How long entries are kept is for the programs that write them to say.
    try (EncryptedSegmentStore notes =
        EncryptedSegmentStore.builder(directory.path(), keys)
            .maxAge(FOREVER)
            .maxBytes(Long.MAX_VALUE)
            .open()) {
      notes.append(note);
    }
  }

  private List<SegmentReport> read(
      @Nullable String traceId, Consumer<StoredEntry> sink, Progress progress) throws IOException {
    // A copy, put back or under another name, would have its entries count twice.
    Map<String, BitSet> seen = new HashMap<>();
    return SegmentWalk.over(directory, progress)
        .each(
            segment -> {
              SegmentFooter footer =
                  traceId == null ? null : SegmentContent.footer(segment.bytes, keys);
              if (footer != null && traceId != null && !footer.traces().mayHold(traceId)) {
                return null;
              }
              return segment.read(
                  keys,
                  entry -> {
                    if (traceId == null || entry.traceId().equals(traceId)) {
                      sink.accept(entry);
                    }
                  },
                  seen.computeIfAbsent(SegmentHeader.idOf(segment.bytes), any -> new BitSet()));
            });
  }
}
