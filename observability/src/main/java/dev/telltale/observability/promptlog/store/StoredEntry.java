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
  /** What a record is. */
  public enum Kind {
    /** A call that failed or ended other than it should. */
    FAILURE,
    /** A call that went well. */
    SUCCESS,
    /** A note of who read the log. */
    AUDIT
  }

  /** Creates an entry. */
  public StoredEntry {
    requireNonNull(time, "time");
    requireNonNull(kind, "kind");
    requireNonNull(traceId, "traceId");
    requireNonNull(label, "label");
    requireNonNull(json, "json");
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
