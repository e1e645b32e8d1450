package dev.telltale.observability.promptlog.store;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One record as the store sees it.
 *
 * @param time when the call began
 * @param kind what it is
 * @param traceId by what it is found and purged; empty if there is none
 * @param label what it is counted under, such as an error's kind
 * @param json the record
 */
public record StoredEntry(Instant time, Kind kind, String traceId, String label, String json) {
  private static final int MAX_NAME_CHARS = 1024;
  private static final long MAX_SECONDS = 253_402_300_799L;

  /** What a record is. */
  public enum Kind {
    /** A call that failed or ended other than it should. */
    FAILURE,
    /** A call that went well. */
    SUCCESS,
    /** A note of who read the log. */
    AUDIT
  }

  /**
   * Creates an entry.
   *
   * @throws IllegalArgumentException if trace id or label are longer than 1024 characters, or the
   *     time is before 1970 or after 9999
   */
  public StoredEntry {
    requireNonNull(time, "time");
    requireNonNull(kind, "kind");
    requireNonNull(traceId, "traceId");
    requireNonNull(label, "label");
    requireNonNull(json, "json");
    if (traceId.length() > MAX_NAME_CHARS || label.length() > MAX_NAME_CHARS) {
      throw new IllegalArgumentException(
          "A trace id and a label have at most " + MAX_NAME_CHARS + " characters");
    }
    if (time.getEpochSecond() < 0 || time.getEpochSecond() > MAX_SECONDS) {
      throw new IllegalArgumentException("The time must lie between 1970 and 9999: " + time);
    }
  }

  /** Shows neither prompt nor answer. */
  @Override
  public String toString() {
    return "StoredEntry[" + time + " " + kind + " " + label + "]";
  }

  byte[] bytes() {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
