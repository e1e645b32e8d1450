package dev.telltale.observability.promptlog.store;

import dev.telltale.observability.promptlog.store.SegmentReport.State;
import dev.telltale.observability.promptlog.store.SegmentWalk.Found;
import dev.telltale.observability.promptlog.store.SegmentWalk.Visitor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes segments anew. Each takes its place whole, by one rename, so a crash loses nothing, and
 * one program at a time does so: two at once would each bring back what the other took out.
 */
final class Maintenance {
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);
  private static final String TEMPORARY = ".tmp";
  private static final Set<State> MAY_HOLD_MORE = EnumSet.of(State.DAMAGED, State.KEY_MISSING);

  private final StoreDirectory directory;
  private final KeyProvider keys;

  Maintenance(StoreDirectory directory, KeyProvider keys) {
    this.directory = directory;
    this.keys = keys;
  }

  List<SegmentReport> rewrap(KeyProvider newKeys, Progress progress) throws IOException {
    return alone(progress, segment -> rewrap(segment, newKeys));
  }

  List<SegmentReport> purge(String traceId, Progress progress) throws IOException {
    return alone(progress, segment -> purge(segment, traceId));
  }

  private List<SegmentReport> alone(Progress progress, Visitor visitor) throws IOException {
    Closeable others = directory.keepOthersOut();
    try {
      deleteLeftBehind();
      List<SegmentReport> reports = SegmentWalk.over(directory, progress).each(visitor);
      directory.force();
      return reports;
    } finally {
      others.close();
    }
  }

  private SegmentReport rewrap(Found segment, KeyProvider newKeys) throws IOException {
    SegmentReport report = segment.read(keys, entry -> {});
    boolean readable =
        mayReplace(segment, report)
            && report.state() != State.KEY_MISSING
            && !(report.state() == State.DAMAGED && report.records() == 0);
    if (!readable || report.keyId().isEmpty()) {
      return report;
    }
    if (!report.keyId().equals(newKeys.keyId())) {
      byte[] whole = rewrapped(segment.bytes, newKeys);
      replace(
          segment.name,
          temporary -> {
            try (SegmentOutput output = ChannelOutput.temporary(temporary)) {
              output.write(whole);
              output.force();
            }
          });
    }
    return new SegmentReport(
        report.name(),
        report.state(),
        report.records(),
        report.damagedPlaces(),
        report.bytes(),
        newKeys.keyId());
  }

  private @Nullable SegmentReport purge(Found segment, String traceId) throws IOException {
    List<StoredEntry> kept = new ArrayList<>();
    long[] found = new long[1];
    SegmentReport report =
        segment.read(
            keys,
            entry -> {
              if (entry.traceId().equals(traceId)) {
                found[0]++;
              } else {
                kept.add(entry);
              }
            });
    if (found[0] == 0) {
      return MAY_HOLD_MORE.contains(report.state()) ? report : null;
    }
    if (!mayReplace(segment, report)) {
      return report.in(State.LIVE);
    }
    if (kept.isEmpty()) {
      Retention.erase(directory.resolve(segment.name));
    } else {
      replace(segment.name, temporary -> write(segment.name, kept, temporary));
    }
    return new SegmentReport(
        report.name(), State.SEALED, kept.size(), 0, report.bytes(), report.keyId());
  }

  private static boolean mayReplace(Found segment, SegmentReport report) {
    return report.state() == State.SEALED || !segment.live;
  }

  private byte[] rewrapped(byte[] segment, KeyProvider newKeys) throws IOException {
    try {
      SegmentHeader old = SegmentHeader.decode(segment);
      byte[] dataKey = DataKeys.unwrapped(keys, old);
      byte[] header =
          old.wrappedBy(newKeys.keyId(), DataKeys.wrapped(newKeys, dataKey)).encode(dataKey);
      Arrays.fill(dataKey, (byte) 0);
      int frames = SegmentHeader.length(segment);
      byte[] whole = Arrays.copyOf(header, header.length + segment.length - frames);
      System.arraycopy(segment, frames, whole, header.length, segment.length - frames);
      return whole;
    } catch (GeneralSecurityException refused) {
      throw new IOException("A data key could not be wrapped by the new key.", refused);
    }
  }

  private void replace(SegmentName name, Filling filling) throws IOException {
    Path temporary = directory.path().resolve(name.text() + TEMPORARY);
    try {
      filling.fill(temporary);
      Retention.replace(directory.resolve(name), temporary);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void write(SegmentName name, List<StoredEntry> kept, Path temporary) throws IOException {
    try (SegmentOutput output = ChannelOutput.temporary(temporary)) {
      SegmentWriter writer = SegmentWriter.start(output, keys, name.created());
      for (StoredEntry entry : kept) {
        writer.append(entry);
      }
      writer.seal(name.created());
    } catch (GeneralSecurityException refused) {
      throw new IOException("The segment could not be written anew.", refused);
    }
  }

  /** What a crash in the middle of maintenance, or of a first entry, left. */
  private void deleteLeftBehind() throws IOException {
    Instant limit = Instant.now().minus(LEFT_BEHIND);
    try (Stream<Path> files = Files.list(directory.path())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.startsWith("seg-") && name.endsWith(TEMPORARY)) {
          Files.deleteIfExists(file);
        } else if (name.startsWith("seg-") && name.endsWith(SegmentLock.SUFFIX)) {
          deleteLock(file, limit);
        }
      }
    }
  }

  /** A lock without a segment may be that of one just begun. */
  private static void deleteLock(Path lock, Instant limit) throws IOException {
    String name = lock.getFileName().toString();
    Path segment =
        lock.resolveSibling(name.substring(0, name.length() - SegmentLock.SUFFIX.length()));
    if (Files.notExists(segment, LinkOption.NOFOLLOW_LINKS)
        && Files.getLastModifiedTime(lock, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(limit)
        && !SegmentLock.held(lock)) {
      Files.deleteIfExists(lock);
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  private interface Filling {
    void fill(Path temporary) throws IOException;
  }
}
