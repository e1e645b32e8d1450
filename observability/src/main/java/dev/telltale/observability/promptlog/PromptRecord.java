package dev.telltale.observability.promptlog;

import dev.telltale.ChatRequest;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One call as the prompt log keeps it. What is not known, or was left out, is null or empty.
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows neither prompt nor answer.
 */
public final class PromptRecord {
  private final String json;
  private final Map<String, @Nullable Object> members;
  private final Instant time;

  private PromptRecord(String json, Map<String, @Nullable Object> members, Instant time) {
    this.json = json;
    this.members = members;
    this.time = time;
  }

  /**
   * Reads a record.
   *
   * @throws IOException if it is none, or of a newer schema; the message does not hold it
   */
  public static PromptRecord parse(String json) throws IOException {
    Map<String, @Nullable Object> members = JsonValues.parseObject(json);
    if (!Long.valueOf(RecordWriter.SCHEMA).equals(members.get("schema"))) {
      throw new IOException("The record is of another schema than " + RecordWriter.SCHEMA + ".");
    }
    try {
      return new PromptRecord(json, members, Instant.parse(RecordValues.text(members, "time", "")));
    } catch (DateTimeException noTime) {
      throw new IOException("The record has no time.");
    }
  }

  /** The whole record, with all content that is in it. */
  public String json() {
    return json;
  }

  /** The members of the record as plain values; unmodifiable. */
  public Map<String, @Nullable Object> members() {
    return members;
  }

  /** When the call began. */
  public Instant time() {
    return time;
  }

  /** The random id of the call. */
  public String id() {
    return RecordValues.text(members, "id", "");
  }

  /** The trace of the call, or null if it was not traced. */
  public @Nullable String traceId() {
    return RecordValues.text(members, "trace_id");
  }

  /** Why it was kept, as written: {@code error}, {@code sampled} and so on. */
  public List<String> keptBecause() {
    return RecordValues.texts(members, "kept_because");
  }

  /** The probability with which such a call is kept: it stands for as many as its inverse. */
  public OptionalDouble keepProbability() {
    return RecordValues.decimal(members, "keep_probability");
  }

  /** The provider asked last. */
  public String provider() {
    return RecordValues.text(members, "provider", "");
  }

  /** The model asked last. */
  public String model() {
    return RecordValues.text(members, "model", "");
  }

  /** Whether a stream was asked for. */
  public boolean streamed() {
    return "stream".equals(members.get("form"));
  }

  /** Whether the call failed. */
  public boolean failed() {
    return "error".equals(members.get("status"));
  }

  /** Why it failed, as on its span, or null if it did not. */
  public @Nullable String errorType() {
    return RecordValues.text(members, "error_type");
  }

  /** The status of the last HTTP answer, if it was an error. */
  public OptionalInt httpStatus() {
    OptionalLong status = RecordValues.count(members, "http_status");
    return status.isPresent() ? OptionalInt.of((int) status.getAsLong()) : OptionalInt.empty();
  }

  /** Why each choice ended, such as {@code stop}. */
  public List<String> finishReasons() {
    return RecordValues.texts(members, "finish_reasons");
  }

  /** A count of tokens by the name of its kind, such as {@code input}. */
  public OptionalLong tokens(String kind) {
    return RecordValues.count(RecordValues.object(members, "usage"), kind);
  }

  /** What the call cost in US dollars. */
  public Optional<BigDecimal> costUsd() {
    String usd = RecordValues.text(RecordValues.object(members, "cost"), "usd");
    return usd == null ? Optional.empty() : Optional.of(new BigDecimal(usd));
  }

  /** From the call to its end. */
  public Duration duration() {
    double millis = RecordValues.decimal(members, "duration_ms").orElse(0);
    return Duration.ofNanos(Math.round(millis * 1e6));
  }

  /** The text of the first choice; empty if there is none. */
  public String answer() {
    return RecordedMessages.answer(members);
  }

  /**
   * What was asked, as far as the record has it: redacted, possibly cut, and without images,
   * recordings and documents, in whose places stands a text that says so.
   *
   * @return empty if the record holds no content
   */
  public Optional<ChatRequest> request() {
    return RecordedRequest.of(RecordValues.object(members, "request"));
  }

  @Override
  public String toString() {
    return "PromptRecord[" + time + " " + id() + " " + keptBecause() + "]";
  }
}
