package dev.telltale.observability;

import java.util.Map;

/**
 * What became of the spans, or of the log records, that one exporter was given since the start.
 *
 * <p>Immutable and thread-safe. What it was given is {@link #exported} plus {@link #queued} plus
 * the sum of {@link #dropped}.
 */
public final class ExportStatus {
  private final String exporter;
  private final String signal;
  private final long exported;
  private final long queued;
  private final Map<String, Long> dropped;

  ExportStatus(
      String exporter, String signal, long exported, long queued, Map<String, Long> dropped) {
    this.exporter = exporter;
    this.signal = signal;
    this.exported = exported;
    this.queued = queued;
    this.dropped = Map.copyOf(dropped);
  }

  /** The flag that switched the exporter on, such as {@code otlp}. */
  public String exporter() {
    return exporter;
  }

  /** What it exports here: {@code spans} or {@code logs}. */
  public String signal() {
    return signal;
  }

  /** How many the backend took, by the account of the exporter. */
  public long exported() {
    return exported;
  }

  /** How many wait, or are on their way. */
  public long queued() {
    return queued;
  }

  /**
   * How many were lost, by reason: {@code queue_full}, {@code queue_bytes}, {@code export_failed},
   * {@code export_timeout}, {@code closed}. Unmodifiable; a reason that never was is absent.
   */
  public Map<String, Long> dropped() {
    return dropped;
  }

  @Override
  public String toString() {
    return "ExportStatus["
        + exporter
        + " "
        + signal
        + ": "
        + exported
        + " exported, "
        + queued
        + " queued, dropped "
        + dropped
        + "]";
  }
}
