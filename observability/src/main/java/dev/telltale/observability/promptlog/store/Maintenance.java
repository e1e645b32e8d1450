package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Writes segments anew. Each takes its place whole, by one rename, so a crash loses nothing. */
final class Maintenance {
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private final StoreDirectory directory;
  private final KeyProvider keys;

  Maintenance(StoreDirectory directory, KeyProvider keys) {
    this.directory = directory;
    this.keys = keys;
  }

  List<SegmentReport> rewrap(KeyProvider newKeys, Progress progress) throws IOException {
    deleteLeftBehind();
    List<SegmentReport> reports = new ArrayList<>();
    SegmentWalk walk = SegmentWalk.over(directory, progress);
    walk.each(
        (name, segment) -> {
          SegmentReport before = SegmentContent.read(name, segment, keys, entry -> {});
          SegmentReport report = walk.withLife(name, before);
          boolean readable =
              mayReplace(name, report)
                  && report.state() != SegmentReport.State.KEY_MISSING
                  && !(report.state() == SegmentReport.State.DAMAGED && report.records() == 0);
          if (!readable || report.keyId().isEmpty()) {
            reports.add(report);
            return;
          }
          if (!report.keyId().equals(newKeys.keyId())) {
            replace(name, rewrapped(segment, newKeys));
          }
          reports.add(
              new SegmentReport(
                  report.name(),
                  report.state(),
                  report.records(),
                  report.damagedPlaces(),
                  report.bytes(),
                  newKeys.keyId()));
        });
    directory.force();
    return List.copyOf(reports);
  }

  List<SegmentReport> purge(String traceId, Progress progress) throws IOException {
    deleteLeftBehind();
    List<SegmentReport> reports = new ArrayList<>();
    SegmentWalk walk = SegmentWalk.over(directory, progress);
    walk.each(
        (name, segment) -> {
          List<StoredEntry> kept = new ArrayList<>();
          long[] found = new long[1];
          SegmentReport read =
              SegmentContent.read(
                  name,
                  segment,
                  keys,
                  entry -> {
                    if (entry.traceId().equals(traceId)) {
                      found[0]++;
                    } else {
                      kept.add(entry);
                    }
                  });
          SegmentReport report = walk.withLife(name, read);
          if (report.state() == SegmentReport.State.KEY_MISSING || found[0] > 0) {
            reports.add(report);
          }
          if (found[0] > 0 && mayReplace(name, report)) {
            writeWithout(name, kept);
            Retention.erase(directory.resolve(name));
          }
        });
    directory.force();
    return List.copyOf(reports);
  }

  private boolean mayReplace(SegmentName name, SegmentReport report) throws IOException {
    return report.state() == SegmentReport.State.SEALED || !directory.live(name);
  }

  private byte[] rewrapped(byte[] segment, KeyProvider newKeys) throws IOException {
    try {
      SegmentHeader old = SegmentHeader.decode(segment);
      byte[] dataKey = keys.unwrap(old.keyId, old.wrappedKey);
      byte[] header = old.wrappedBy(newKeys.keyId(), newKeys.wrap(dataKey)).encode(dataKey);
      Arrays.fill(dataKey, (byte) 0);
      int frames = SegmentHeader.length(segment);
      byte[] whole = Arrays.copyOf(header, header.length + segment.length - frames);
      System.arraycopy(segment, frames, whole, header.length, segment.length - frames);
      return whole;
    } catch (GeneralSecurityException refused) {
      throw new IOException("A data key could not be wrapped by the new key.", refused);
    }
  }

  private void replace(SegmentName name, byte[] segment) throws IOException {
    Path temporary = temporary(name);
    try (SegmentOutput output = ChannelOutput.create(temporary)) {
      output.write(segment);
      output.force();
    }
    Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void writeWithout(SegmentName name, List<StoredEntry> kept) throws IOException {
    if (kept.isEmpty()) {
      return;
    }
    SegmentName fresh = SegmentName.fresh(name.created(), name.pid());
    Path temporary = temporary(fresh);
    try {
      SegmentWriter writer =
          SegmentWriter.start(ChannelOutput.create(temporary), keys, name.created());
      for (StoredEntry entry : kept) {
        writer.append(entry);
      }
      writer.seal(name.created());
    } catch (GeneralSecurityException refused) {
      throw new IOException("The segment could not be written anew.", refused);
    }
    Files.move(temporary, directory.resolve(fresh), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path temporary(SegmentName name) {
    return directory.path().resolve(name.text() + ".tmp");
  }

  /** What a crash in the middle of maintenance left. */
  private void deleteLeftBehind() throws IOException {
    Instant limit = Instant.now().minus(LEFT_BEHIND);
    try (Stream<Path> files = Files.list(directory.path())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        boolean temporary = file.getFileName().toString().endsWith(".lps.tmp");
        if (temporary && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
          Files.delete(file);
        }
      }
    }
  }
}
