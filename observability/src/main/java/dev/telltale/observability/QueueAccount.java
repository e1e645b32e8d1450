package dev.telltale.observability;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the queue of one exporter holds, and what became of all it was given: at any time, what was
 * given is what was exported, dropped or is still held. Thread-safe.
 */
final class QueueAccount {
  private final String exporter;
  private final String signal;
  private final long mostRecords;
  private final long mostBytes;

  /** Set once the SDK is built; nothing is dropped before. */
  private volatile @Nullable LongCounter counter;

  private final Object lock = new Object();
  // All below are guarded by lock, which is never held while anything else is called.
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private long records;
  private long bytes;
  private long exported;
  private boolean closed;

  QueueAccount(String exporter, String signal, long mostRecords, long mostBytes) {
    this.exporter = exporter;
    this.signal = signal;
    this.mostRecords = mostRecords;
    this.mostBytes = mostBytes;
  }

  /** Takes a record in, or counts it as dropped and returns false. */
  boolean admit(long size) {
    DropReason refusal;
    synchronized (lock) {
      refusal = refusal(size);
      if (refusal == null) {
        records++;
        bytes += size;
        return true;
      }
      dropped.merge(refusal, 1L, Long::sum);
    }
    count(refusal, 1);
    return false;
  }

  /**
   * Lets a batch go.
   *
   * @param failure why it is lost, or null if it was exported
   */
  void settle(long batchRecords, long batchBytes, @Nullable DropReason failure) {
    synchronized (lock) {
      if (closed) {
        return; // What was held then has been counted as lost.
      }
      records -= batchRecords;
      // A log record may have grown on its way; that must not add up.
      bytes = records == 0 ? 0 : bytes - batchBytes;
      if (failure == null) {
        exported += batchRecords;
        return;
      }
      dropped.merge(failure, batchRecords, Long::sum);
    }
    count(failure, batchRecords);
  }

  /** Counts what is still held as dropped; nothing is taken in from here on. Idempotent. */
  void close() {
    long lost;
    synchronized (lock) {
      lost = records;
      if (lost > 0) {
        dropped.merge(DropReason.CLOSED, lost, Long::sum);
      }
      records = 0;
      bytes = 0;
      closed = true;
    }
    if (lost > 0) {
      count(DropReason.CLOSED, lost);
    }
  }

  ExportStatus status() {
    synchronized (lock) {
      Map<String, Long> reasons = new TreeMap<>();
      dropped.forEach((reason, count) -> reasons.put(reason.code(), count));
      return new ExportStatus(exporter, signal, exported, records, reasons);
    }
  }

  void countInto(LongCounter dropCounter) {
    counter = dropCounter;
  }

  private void count(DropReason reason, long records) {
    LongCounter counting = counter;
    if (counting != null) {
      counting.add(
          records,
          Attributes.of(
              GenAi.REASON, reason.code(), GenAi.EXPORTER, exporter, GenAi.SIGNAL, signal));
    }
  }

  private @Nullable DropReason refusal(long size) {
    if (closed) {
      return DropReason.CLOSED;
    }
    if (records >= mostRecords) {
      return DropReason.QUEUE_FULL;
    }
    return bytes + size > mostBytes ? DropReason.QUEUE_BYTES : null;
  }
}
