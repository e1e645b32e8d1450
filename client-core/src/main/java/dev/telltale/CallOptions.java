package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.internal.telemetry.ReservedNames;
import dev.telltale.provider.WireHeaders;
import dev.telltale.telemetry.ContentCapture;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What concerns one call but does not go to the model: its time limit, extra headers, and what
 * telemetry is to say of it.
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows header names, never values.
 */
public final class CallOptions {
  private static final CallOptions NONE = new Builder().build();

  private final @Nullable Duration deadline;
  private final @Nullable Duration connectTimeout;
  private final @Nullable Duration firstEventTimeout;
  private final @Nullable Duration streamIdleTimeout;
  private final @Nullable Duration streamProgressTimeout;
  private final @Nullable Duration streamDeadline;
  private final @Nullable RetryPolicy retry;
  private final @Nullable String conversationId;
  private final @Nullable String promptName;
  private final @Nullable String promptVersion;
  private final @Nullable ContentCapture contentCapture;
  private final Map<String, String> promptVariables;
  private final Map<String, String> tags;
  private final WireHeaders headers;
  private final @Nullable Boolean promptLog;
  private final Map<String, String> query;

  private CallOptions(Builder builder) {
    this.deadline = builder.deadline;
    this.connectTimeout = builder.connectTimeout;
    this.firstEventTimeout = builder.firstEventTimeout;
    this.streamIdleTimeout = builder.streamIdleTimeout;
    this.streamProgressTimeout = builder.streamProgressTimeout;
    this.streamDeadline = builder.streamDeadline;
    this.retry = builder.retry;
    this.conversationId = builder.conversationId;
    this.promptName = builder.promptName;
    this.promptVersion = builder.promptVersion;
    this.contentCapture = builder.contentCapture;
    this.promptVariables = builder.promptVariables;
    this.tags = builder.tags;
    this.headers = builder.headers;
    this.promptLog = builder.promptLog;
    this.query = Collections.unmodifiableMap(new LinkedHashMap<>(builder.query));
  }

  /** No options: the client's settings apply. */
  public static CallOptions none() {
    return NONE;
  }

  /** Returns a builder without any option set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Returns these options, completed by the others: what these leave unset is as there, and tags,
   * headers and query parameters are those of both. Of two with the same name these win.
   */
  public CallOptions withDefaults(CallOptions defaults) {
    if (defaults.equals(NONE) || equals(NONE)) {
      return equals(NONE) ? defaults : this;
    }
    return defaults.toBuilder().replace(this).build();
  }

  /** The time limit of this call, in place of the client's. */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** How long this call may wait for a connection, in place of the client's setting. */
  public Optional<Duration> connectTimeout() {
    return Optional.ofNullable(connectTimeout);
  }

  /**
   * How long each attempt may wait for the first event of the stream, in place of the client's
   * setting.
   */
  public Optional<Duration> firstEventTimeout() {
    return Optional.ofNullable(firstEventTimeout);
  }

  /**
   * How long the stream may bring no byte while its reader waits, in place of the client's setting.
   */
  public Optional<Duration> streamIdleTimeout() {
    return Optional.ofNullable(streamIdleTimeout);
  }

  /**
   * How long the stream may bring nothing of the answer while its reader waits, in place of the
   * client's setting.
   */
  public Optional<Duration> streamProgressTimeout() {
    return Optional.ofNullable(streamProgressTimeout);
  }

  /**
   * The time until the stream has to be at its end, whatever it brings, in place of the client's
   * setting.
   */
  public Optional<Duration> streamDeadline() {
    return Optional.ofNullable(streamDeadline);
  }

  /** When this call is tried again, in place of the client's policy, or null. */
  public @Nullable RetryPolicy retry() {
    return retry;
  }

  /** The conversation this call belongs to, for telemetry, or null if none was given. */
  public @Nullable String conversationId() {
    return conversationId;
  }

  /** The prompt template this call was made from, for telemetry, or null if none was named. */
  public @Nullable String promptName() {
    return promptName;
  }

  /** The version of the prompt template, or null if none was named. */
  public @Nullable String promptVersion() {
    return promptVersion;
  }

  /** What the prompt template was filled with, in the order it was added; unmodifiable. */
  public Map<String, String> promptVariables() {
    return promptVariables;
  }

  /** Where the content of this call is recorded, in place of the client's setting, or null. */
  public @Nullable ContentCapture contentCapture() {
    return contentCapture;
  }

  /** Attributes for the call's span, in the order they were added; unmodifiable. */
  public Map<String, String> tags() {
    return tags;
  }

  /** Headers to send beside the provider's. */
  public WireHeaders headers() {
    return headers;
  }

  /** Whether the call is to be in the prompt log, or null if the log's own rules decide. */
  public @Nullable Boolean promptLog() {
    return promptLog;
  }

  /** Query parameters to send beside the provider's; unmodifiable. */
  public Map<String, String> query() {
    return query;
  }

  @Override
  public String toString() {
    return "CallOptions[deadline=" + deadline + ", " + headers + "]";
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private @Nullable Duration deadline;
    private @Nullable Duration connectTimeout;
    private @Nullable Duration firstEventTimeout;
    private @Nullable Duration streamIdleTimeout;
    private @Nullable Duration streamProgressTimeout;
    private @Nullable Duration streamDeadline;
    private @Nullable RetryPolicy retry;
    private @Nullable String conversationId;
    private @Nullable String promptName;
    private @Nullable String promptVersion;
    private @Nullable ContentCapture contentCapture;
    private Map<String, String> promptVariables = Map.of();
    private Map<String, String> tags = Map.of();
    private WireHeaders headers = WireHeaders.none();
    private @Nullable Boolean promptLog;
    private Map<String, String> query = Map.of();

    private Builder() {}

    private Builder(CallOptions options) {
      this.deadline = options.deadline;
      this.connectTimeout = options.connectTimeout;
      this.firstEventTimeout = options.firstEventTimeout;
      this.streamIdleTimeout = options.streamIdleTimeout;
      this.streamProgressTimeout = options.streamProgressTimeout;
      this.streamDeadline = options.streamDeadline;
      this.retry = options.retry;
      this.conversationId = options.conversationId;
      this.promptName = options.promptName;
      this.promptVersion = options.promptVersion;
      this.contentCapture = options.contentCapture;
      this.promptVariables = options.promptVariables;
      this.tags = options.tags;
      this.headers = options.headers;
      this.promptLog = options.promptLog;
      this.query = options.query;
    }

    /**
     * Sets the time limit of this call, retries and the waits between them included. For a whole
     * answer it covers everything; for a stream it covers the time until the first event.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder deadline(Duration deadline) {
      this.deadline = positive("deadline", deadline);
      return this;
    }

    /**
     * Sets how long this call may wait for a connection.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = positive("connectTimeout", timeout);
      return this;
    }

    /**
     * Sets how long each attempt may wait for the first event of the stream.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder firstEventTimeout(Duration timeout) {
      this.firstEventTimeout = positive("firstEventTimeout", timeout);
      return this;
    }

    /**
     * Sets how long the stream may bring no byte while its reader waits.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder streamIdleTimeout(Duration timeout) {
      this.streamIdleTimeout = positive("streamIdleTimeout", timeout);
      return this;
    }

    /**
     * Sets how long the stream may bring nothing of the answer while its reader waits.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder streamProgressTimeout(Duration timeout) {
      this.streamProgressTimeout = positive("streamProgressTimeout", timeout);
      return this;
    }

    /**
     * Sets the time until the stream has to be at its end, whatever it brings.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder streamDeadline(Duration timeout) {
      this.streamDeadline = positive("streamDeadline", timeout);
      return this;
    }

    /** Sets when this call is tried again. */
    public Builder retry(RetryPolicy retry) {
      this.retry = requireNonNull(retry, "retry");
      return this;
    }

    /**
     * Names the conversation this call belongs to. It goes to telemetry, not to the provider.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder conversationId(String conversationId) {
      this.conversationId = notBlank(conversationId, "conversationId");
      return this;
    }

    /**
     * Names the prompt template this call was made from. It goes to telemetry, not to the provider.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder promptName(String name) {
      this.promptName = notBlank(name, "promptName");
      return this;
    }

    /**
     * Names the version of the prompt template. It goes to telemetry, not to the provider.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder promptVersion(String version) {
      this.promptVersion = notBlank(version, "promptVersion");
      return this;
    }

    /**
     * Tells what a variable of the prompt template was filled with, for telemetry that is to record
     * content; elsewhere it goes nowhere. A later value replaces an earlier one.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public Builder promptVariable(String name, String value) {
      notBlank(name, "name");
      this.promptVariables = both(promptVariables, Map.of(name, requireNonNull(value, "value")));
      return this;
    }

    /** Sets where the content of this call is recorded. */
    public Builder contentCapture(ContentCapture contentCapture) {
      this.contentCapture = requireNonNull(contentCapture, "contentCapture");
      return this;
    }

    /**
     * Adds an attribute to the call's span, such as {@code team}. It goes to telemetry, not to the
     * provider and not to metrics. A later value replaces an earlier one. A span carries 50 tags,
     * entries of baggage and prompt variables together; what comes after them is left out.
     *
     * @throws IllegalArgumentException if the name is blank, or one that telemetry itself uses:
     *     those that begin with {@code gen_ai.}, {@code llm.}, {@code error.}, {@code server.},
     *     {@code openai.} or {@code azure.}
     */
    public Builder tag(String name, String value) {
      notBlank(name, "name");
      if (ReservedNames.contains(name)) {
        throw new IllegalArgumentException("The tag " + name + " has a name that telemetry uses");
      }
      Map<String, String> added = new LinkedHashMap<>(tags);
      added.put(name, requireNonNull(value, "value"));
      this.tags = Collections.unmodifiableMap(added);
      return this;
    }

    /**
     * Adds a header to send.
     *
     * @throws IllegalArgumentException if the name or value cannot stand in a header; the message
     *     does not hold the value
     */
    public Builder header(String name, String value) {
      this.headers = headers.with(name, value);
      return this;
    }

    /** Has a prompt log keep the call however it ends, if there is one. */
    public Builder keepInPromptLog() {
      this.promptLog = true;
      return this;
    }

    /** Keeps the call out of every prompt log, even if it fails. */
    public Builder leaveOutOfPromptLog() {
      this.promptLog = false;
      return this;
    }

    /**
     * Adds a query parameter to send, in place of an earlier one of that name. Its value is
     * encoded; it is never shown.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public Builder query(String name, String value) {
      if (requireNonNull(name, "name").isBlank()) {
        throw new IllegalArgumentException("The name of a query parameter is blank");
      }
      Map<String, String> extended = new LinkedHashMap<>(query);
      extended.put(name, requireNonNull(value, "value"));
      this.query = extended;
      return this;
    }

    /** Takes over what other options set. */
    private Builder replace(CallOptions chosen) {
      this.deadline = first(chosen.deadline, deadline);
      this.connectTimeout = first(chosen.connectTimeout, connectTimeout);
      this.firstEventTimeout = first(chosen.firstEventTimeout, firstEventTimeout);
      this.streamIdleTimeout = first(chosen.streamIdleTimeout, streamIdleTimeout);
      this.streamProgressTimeout = first(chosen.streamProgressTimeout, streamProgressTimeout);
      this.streamDeadline = first(chosen.streamDeadline, streamDeadline);
      this.retry = first(chosen.retry, retry);
      this.conversationId = first(chosen.conversationId, conversationId);
      // A version says nothing of another template.
      String version = chosen.promptName == null ? promptVersion : null;
      this.promptVersion = first(chosen.promptVersion, version);
      this.promptName = first(chosen.promptName, promptName);
      this.contentCapture = first(chosen.contentCapture, contentCapture);
      this.promptLog = first(chosen.promptLog, promptLog);
      this.headers = headers.withAll(chosen.headers);
      // As with the version.
      this.promptVariables =
          chosen.promptName == null
              ? both(promptVariables, chosen.promptVariables)
              : chosen.promptVariables;
      this.tags = both(tags, chosen.tags);
      this.query = both(query, chosen.query);
      return this;
    }

    private static <T> @Nullable T first(@Nullable T chosen, @Nullable T otherwise) {
      return chosen == null ? otherwise : chosen;
    }

    private static Map<String, String> both(
        Map<String, String> defaults, Map<String, String> chosen) {
      Map<String, String> merged = new LinkedHashMap<>(defaults);
      merged.putAll(chosen);
      return Collections.unmodifiableMap(merged);
    }

    /** Builds the options. */
    public CallOptions build() {
      return new CallOptions(this);
    }

    private static String notBlank(String value, String name) {
      if (requireNonNull(value, name).isBlank()) {
        throw new IllegalArgumentException(name + " is blank");
      }
      return value;
    }

    private static Duration positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be positive, not " + value);
      }
      return value;
    }
  }
}
