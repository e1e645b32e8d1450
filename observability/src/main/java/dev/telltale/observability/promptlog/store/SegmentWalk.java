package dev.telltale.observability.promptlog.store;

import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  /**
   * Visits each segment; those deleted meanwhile are passed over.
   *
   * @return the reports of the visitor, and those of segments that could not be read
   */
  List<SegmentReport> each(Visitor visitor) throws IOException {
    long total = 0;
    for (SegmentName name : names) {
      total += size(name);
    }
    long done = 0;
    List<SegmentReport> reports = new ArrayList<>();
    for (SegmentName name : names) {
      long size = size(name);
      SegmentReport report = visit(name, size, visitor);
      if (report != null) {
        reports.add(report);
      }
      done += size;
      progress.at(Math.min(done, total), Math.max(done, total));
    }
    return List.copyOf(reports);
  }

  private @Nullable SegmentReport visit(SegmentName name, long size, Visitor visitor)
      throws IOException {
    // Before it is read: what is written after that would be missing in what was read.
    boolean live = directory.live(name);
    byte[] bytes;
    try {
      bytes = directory.read(name);
    } catch (NoSuchFileException deletedByRetention) {
      return null;
    } catch (DamagedSegmentException foreign) {
      return new SegmentReport(name.text(), State.DAMAGED, 0, 1, size, "");
    } catch (IOException refused) {
      return new SegmentReport(name.text(), State.UNREADABLE, 0, 0, size, "");
    }
    return visitor.visit(new Found(name, bytes, live));
  }

  private long size(SegmentName name) throws IOException {
    try {
      return Files.size(directory.resolve(name));
    } catch (NoSuchFileException deletedByRetention) {
      return 0;
    }
  }

  /** A segment as it was found. */
  static final class Found {
    final SegmentName name;
    final byte[] bytes;

    /** Whether some program was writing it when it was read. */
    final boolean live;

    Found(SegmentName name, byte[] bytes, boolean live) {
      this.name = name;
      this.bytes = bytes;
      this.live = live;
    }

    /** Reads its entries, and tells a segment that is being written from one left behind. */
    SegmentReport read(KeyProvider keys, Consumer<StoredEntry> sink) {
      return read(keys, sink, new BitSet());
    }

    /** Leaves out the frames that were seen in a copy of it. */
    SegmentReport read(KeyProvider keys, Consumer<StoredEntry> sink, BitSet seen) {
      SegmentReport report = SegmentContent.read(this, keys, sink, seen);
      boolean open = report.state() == State.UNSEALED || report.state() == State.TORN;
      return open && live ? report.in(State.LIVE) : report;
    }
  }

  /** Is given one segment after the other. */
  @FunctionalInterface
  interface Visitor {
    /** Returns what is to be said of it; null for nothing. */
    @Nullable SegmentReport visit(Found segment) throws IOException;
  }
}
