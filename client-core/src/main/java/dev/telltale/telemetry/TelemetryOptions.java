package dev.telltale.telemetry;

import static java.util.Objects.requireNonNull;

import dev.telltale.internal.telemetry.ReservedNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What calls report, and under which names.
 *
 * <p>Immutable and thread-safe. By default no content is recorded, names are the released ones, and
 * nothing is told to providers.
 */
public final class TelemetryOptions {
  /** The default of {@link Builder#maxContentBytes}: 64 KiB. */
  public static final long DEFAULT_MAX_CONTENT_BYTES = 64L << 10;

  static final long MIN_CONTENT_BYTES = 256;

  private static final TelemetryOptions DEFAULTS = builder().build();

  private final Conventions conventions;
  private final ContentCapture contentCapture;
  private final ContentForm contentForm;
  private final ExceptionSignal exceptionSignal;
  private final long maxContentBytes;
  private final List<ContentRedactor> redactors;
  private final Set<String> traceparentHosts;
  private final Set<String> baggageKeys;
  private final Set<Extra> extras;

  private TelemetryOptions(Builder builder) {
    this.conventions = builder.conventions;
    this.contentCapture = builder.contentCapture;
    this.contentForm = builder.contentForm;
    this.exceptionSignal = builder.exceptionSignal;
    this.maxContentBytes = builder.maxContentBytes;
    this.redactors = List.copyOf(builder.redactors);
    this.traceparentHosts = Set.copyOf(builder.traceparentHosts);
    this.baggageKeys = Set.copyOf(builder.baggageKeys);
    this.extras = Set.copyOf(builder.extras);
  }

  /** The defaults. */
  public static TelemetryOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** The options that the environment of this process asks for; see {@link #from}. */
  public static TelemetryOptions fromEnv() {
    return from(System.getenv());
  }

  /**
   * The options that environment variables ask for. {@code
   * OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT} says where content is recorded: {@code
   * SPAN_ONLY}, {@code EVENT_ONLY} or {@code true}, {@code SPAN_AND_EVENT}; anything else is
   * nowhere. {@code OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT} set to {@code true} asks for the event
   * of each call without content. {@code OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT} and {@code
   * OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT}, which would cut JSON anywhere, bound content instead;
   * one below 256 leaves no room for any, and none is recorded.
   */
  public static TelemetryOptions from(Map<String, String> environment) {
    return TelemetryEnvironment.read(environment);
  }

  /** Which conventions name attributes and metrics. */
  public Conventions conventions() {
    return conventions;
  }

  /** Where content is recorded unless a call says otherwise. */
  public ContentCapture contentCapture() {
    return contentCapture;
  }

  /** How content is written. */
  public ContentForm contentForm() {
    return contentForm;
  }

  /** Where exceptions are recorded. */
  public ExceptionSignal exceptionSignal() {
    return exceptionSignal;
  }

  /** The most bytes of one attribute with content. */
  public long maxContentBytes() {
    return maxContentBytes;
  }

  /** What content goes through, in order; unmodifiable. */
  public List<ContentRedactor> redactors() {
    return redactors;
  }

  /** Whether requests to this host say which trace they belong to. */
  public boolean sendsTraceparentTo(String host) {
    return traceparentHosts.contains(host.toLowerCase(Locale.ROOT));
  }

  /** The baggage entries of the caller that spans carry; unmodifiable. */
  public Set<String> baggageKeys() {
    return baggageKeys;
  }

  /** Whether each call has an event even without content. */
  public boolean detailsEvent() {
    return extras.contains(Extra.DETAILS_EVENT);
  }

  /** Whether definitions of tools are recorded with descriptions and parameters. */
  public boolean fullToolDefinitions() {
    return extras.contains(Extra.FULL_TOOL_DEFINITIONS);
  }

  /** Whether the names under {@code llm} stand beside the conventions' own. */
  public boolean articleNames() {
    return extras.contains(Extra.ARTICLE_NAMES);
  }

  /** Whether a call's cost is also on {@link GenAi#USAGE_COST}. */
  public boolean usageCost() {
    return extras.contains(Extra.USAGE_COST);
  }

  /** Whether there are metrics of finish reasons and headroom. */
  public boolean dashboardMetrics() {
    return extras.contains(Extra.DASHBOARD_METRICS);
  }

  /** Whether a stream that was cut short is priced by an estimate where nothing was reported. */
  public boolean cutStreamEstimates() {
    return extras.contains(Extra.CUT_STREAM_ESTIMATES);
  }

  @Override
  public String toString() {
    return "TelemetryOptions[" + conventions + ", content " + contentCapture + "]";
  }

  private enum Extra {
    DETAILS_EVENT,
    FULL_TOOL_DEFINITIONS,
    ARTICLE_NAMES,
    USAGE_COST,
    DASHBOARD_METRICS,
    CUT_STREAM_ESTIMATES
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private Conventions conventions = Conventions.RELEASED;
    private ContentCapture contentCapture = ContentCapture.NONE;
    private ContentForm contentForm = ContentForm.BY_SIGNAL;
    private ExceptionSignal exceptionSignal = ExceptionSignal.LOG_EVENT;
    private long maxContentBytes = DEFAULT_MAX_CONTENT_BYTES;
    private final List<ContentRedactor> redactors = new ArrayList<>();
    private final Set<String> traceparentHosts = new LinkedHashSet<>();
    private final Set<String> baggageKeys = new LinkedHashSet<>();
    private final Set<Extra> extras = new LinkedHashSet<>();

    private Builder() {}

    /** Sets which conventions name attributes and metrics. Default: the released ones. */
    public Builder conventions(Conventions conventions) {
      this.conventions = requireNonNull(conventions, "conventions");
      return this;
    }

    /** Sets where content is recorded. Default: nowhere. */
    public Builder contentCapture(ContentCapture contentCapture) {
      this.contentCapture = requireNonNull(contentCapture, "contentCapture");
      return this;
    }

    /** Sets how content is written. Default: {@link ContentForm#BY_SIGNAL}. */
    public Builder contentForm(ContentForm contentForm) {
      this.contentForm = requireNonNull(contentForm, "contentForm");
      return this;
    }

    /** Sets where exceptions are recorded. Default: {@link ExceptionSignal#LOG_EVENT}. */
    public Builder exceptionSignal(ExceptionSignal exceptionSignal) {
      this.exceptionSignal = requireNonNull(exceptionSignal, "exceptionSignal");
      return this;
    }

    /**
     * Sets the most bytes of one attribute with content, as JSON in UTF-8. Longer content loses the
     * ends of its longest texts, then recordings and images, then its oldest messages; what remains
     * is valid JSON. Default: 64 KiB.
     *
     * @throws IllegalArgumentException if it is less than 256
     */
    public Builder maxContentBytes(long maxContentBytes) {
      if (maxContentBytes < MIN_CONTENT_BYTES) {
        throw new IllegalArgumentException(
            "maxContentBytes must be " + MIN_CONTENT_BYTES + " or more, not " + maxContentBytes);
      }
      this.maxContentBytes = maxContentBytes;
      return this;
    }

    /** Adds what content goes through before it is recorded. Default: nothing. */
    public Builder redactor(ContentRedactor redactor) {
      redactors.add(requireNonNull(redactor, "redactor"));
      return this;
    }

    /**
     * Lets requests to this host carry {@code traceparent} and {@code tracestate}, so that what it
     * records joins the caller's trace. Baggage is never sent. Default: no host.
     */
    public Builder traceparentTo(String host) {
      traceparentHosts.add(requireNonNull(host, "host").toLowerCase(Locale.ROOT));
      return this;
    }

    /**
     * Puts an entry of the caller's baggage on spans, as an attribute of its name, where the
     * baggage has it. Default: none.
     *
     * @throws IllegalArgumentException if telemetry sets attributes of such a name
     */
    public Builder baggageKey(String key) {
      if (ReservedNames.contains(requireNonNull(key, "key"))) {
        throw new IllegalArgumentException(
            "The baggage key " + key + " has a name that telemetry uses");
      }
      baggageKeys.add(key);
      return this;
    }

    /** Emits {@link GenAi#DETAILS_EVENT} for each call, also without content. */
    public Builder detailsEvent() {
      extras.add(Extra.DETAILS_EVENT);
      return this;
    }

    /** Records definitions of tools with descriptions and parameters, not just names. */
    public Builder fullToolDefinitions() {
      extras.add(Extra.FULL_TOOL_DEFINITIONS);
      return this;
    }

    /** Adds the names under {@code llm} that stand outside the conventions. */
    public Builder articleNames() {
      extras.add(Extra.ARTICLE_NAMES);
      return this;
    }

    /** Puts a call's cost also on {@link GenAi#USAGE_COST}, for backends that read that. */
    public Builder usageCost() {
      extras.add(Extra.USAGE_COST);
      return this;
    }

    /**
     * Adds what dashboards show and the conventions have no metric for: {@link
     * GenAi#FINISH_REASONS}, {@link GenAi#REMAINING_REQUESTS} and {@link GenAi#REMAINING_TOKENS}.
     */
    public Builder dashboardMetrics() {
      extras.add(Extra.DASHBOARD_METRICS);
      return this;
    }

    /**
     * Prices a stream that was closed early, abandoned or broken by an estimate if its provider had
     * not reported tokens by then: a token for four bytes of what was sent and of what arrived. The
     * cost is then approximate, with the reason {@code usage_estimated}; tokens stay unknown
     * everywhere. A call with pictures, recordings or documents is not estimated. Default: such a
     * stream has no cost.
     */
    public Builder cutStreamEstimates() {
      extras.add(Extra.CUT_STREAM_ESTIMATES);
      return this;
    }

    /** Builds the options. */
    public TelemetryOptions build() {
      return new TelemetryOptions(this);
    }
  }
}
