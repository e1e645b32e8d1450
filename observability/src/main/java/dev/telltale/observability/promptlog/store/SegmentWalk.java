package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Goes through the segments that are there, from the oldest on, and says how far it is. */
final class SegmentWalk {
  private final StoreDirectory directory;
  private final List<SegmentName> names;
  private final Progress progress;

  private SegmentWalk(StoreDirectory directory, List<SegmentName> names, Progress progress) {
    this.directory = directory;
    this.names = names;
    this.progress = progress;
  }

  static SegmentWalk over(StoreDirectory directory, Progress progress) throws IOException {
    return new SegmentWalk(directory, directory.segments(), progress);
  }

  /** Visits each segment; those deleted meanwhile are passed over. */
  void each(Visitor visitor) throws IOException {
    long total = 0;
    for (SegmentName name : names) {
      total += size(name);
    }
    long done = 0;
    for (SegmentName name : names) {
      try {
        byte[] segment = directory.read(name);
        visitor.visit(name, segment);
        done += segment.length;
      } catch (NoSuchFileException deletedByRetention) {
        continue;
      }
      progress.at(Math.min(done, total), Math.max(done, total));
    }
  }

  /** Tells a segment that is being written from one that its program left behind. */
  SegmentReport withLife(SegmentName name, SegmentReport report) throws IOException {
    boolean open =
        report.state() == SegmentReport.State.UNSEALED
            || report.state() == SegmentReport.State.TORN;
    if (!open || !directory.live(name)) {
      return report;
    }
    return new SegmentReport(
        report.name(),
        SegmentReport.State.LIVE,
        report.records(),
        report.damagedPlaces(),
        report.bytes(),
        report.keyId());
  }

  private long size(SegmentName name) throws IOException {
    try {
      return Files.size(directory.resolve(name));
    } catch (NoSuchFileException deletedByRetention) {
      return 0;
    }
  }

  /** Is given one segment after the other. */
  @FunctionalInterface
  interface Visitor {
    void visit(SegmentName name, byte[] segment) throws IOException;
  }
}
