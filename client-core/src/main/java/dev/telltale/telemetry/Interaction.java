package dev.telltale.telemetry;

import static java.util.Objects.requireNonNull;

import dev.telltale.CallOptions;
import dev.telltale.CallReport;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ProviderInfo;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One finished logical call: what was asked, what came of it, and how it went. With retries and
 * fallbacks it is still one, with the outcome the caller saw.
 *
 * <p>Immutable and thread-safe. It holds prompt and answer; {@link #toString()} shows neither.
 */
public final class Interaction {
  private final ChatRequest request;
  private final CallOptions options;
  private final ProviderInfo provider;
  private final String model;
  private final AnswerForm form;
  private final @Nullable ChatResponse response;
  private final @Nullable LlmException error;
  private final @Nullable String errorType;
  private final @Nullable StreamOutcome outcome;
  private final CallReport report;
  private final SpanContext spanContext;
  private final String callId;
  private final Instant startedAt;

  private Interaction(Builder builder) {
    this.request = builder.request;
    this.options = builder.options;
    this.provider = builder.provider;
    this.model = builder.model;
    this.form = builder.form;
    this.response = builder.response;
    this.error = builder.error;
    this.errorType = builder.errorType;
    this.outcome = builder.outcome;
    this.report = builder.report;
    this.spanContext = builder.spanContext;
    this.callId = builder.callId;
    this.startedAt = builder.startedAt;
  }

  /**
   * Returns a builder for a call of the model, for engines and for tests of listeners.
   *
   * @param callId see {@link #callId()}
   */
  public static Builder builder(
      String callId, ChatRequest request, ProviderInfo provider, String model) {
    return new Builder(callId, request, provider, model);
  }

  /** What was asked. */
  public ChatRequest request() {
    return request;
  }

  /** The options of the call. */
  public CallOptions options() {
    return options;
  }

  /** The provider asked last. */
  public ProviderInfo provider() {
    return provider;
  }

  /** The model asked last. */
  public String model() {
    return model;
  }

  /** Whether a whole answer or a stream was asked for. */
  public AnswerForm form() {
    return form;
  }

  /** The answer, or what arrived of it; null if the call failed before there was any. */
  public @Nullable ChatResponse response() {
    return response;
  }

  /** The failure, or null if the call did not fail, or ended by a bug. */
  public @Nullable LlmException error() {
    return error;
  }

  /**
   * Why the call failed, as {@code error.type} says it on the span of the model that failed with
   * {@link #error()}, or null if it did not. A call that ended by a bug has a type, the name of
   * what was thrown, and no error.
   */
  public @Nullable String errorType() {
    return errorType;
  }

  /** How the stream ended; empty if there was none, or it failed before its first event. */
  public Optional<StreamOutcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** What was tried, and how long it took. */
  public CallReport report() {
    return report;
  }

  /** What the call cost, or null if there was no answer or nothing priced it. */
  public @Nullable Cost cost() {
    Cost cost = response == null ? Cost.notComputed() : response.cost();
    return cost.equals(Cost.notComputed()) ? null : cost;
  }

  /** The span of the model asked last, sampled or not; invalid if calls are not traced. */
  public SpanContext spanContext() {
    return spanContext;
  }

  /** A random id of this call, 32 hexadecimal digits, for what has no trace. */
  public String callId() {
    return callId;
  }

  /** When the call began. */
  public Instant startedAt() {
    return startedAt;
  }

  /** From the call to its end. */
  public Duration duration() {
    return report.duration();
  }

  @Override
  public String toString() {
    String how = errorType == null ? "ended" : errorType;
    return "Interaction[" + provider.name() + " " + model + " " + form + ", " + how + "]";
  }

  /** Collects what there is to say of a call. Not thread-safe. */
  public static final class Builder {
    private final String callId;
    private final ChatRequest request;
    private final ProviderInfo provider;
    private final String model;
    private CallOptions options = CallOptions.none();
    private AnswerForm form = AnswerForm.WHOLE;
    private @Nullable ChatResponse response;
    private @Nullable LlmException error;
    private @Nullable String errorType;
    private @Nullable StreamOutcome outcome;
    private CallReport report = CallReport.builder(Duration.ZERO).build();
    private SpanContext spanContext = SpanContext.getInvalid();
    private Instant startedAt = Instant.EPOCH;

    private Builder(String callId, ChatRequest request, ProviderInfo provider, String model) {
      this.callId = requireNonNull(callId, "callId");
      this.request = requireNonNull(request, "request");
      this.provider = requireNonNull(provider, "provider");
      this.model = requireNonNull(model, "model");
    }

    /** Sets the options of the call. Default: none. */
    public Builder options(CallOptions options) {
      this.options = requireNonNull(options, "options");
      return this;
    }

    /** Sets what was asked for. Default: a whole answer. */
    public Builder form(AnswerForm form) {
      this.form = requireNonNull(form, "form");
      return this;
    }

    /** Sets the answer, or what arrived of it. Default: none. */
    public Builder response(@Nullable ChatResponse response) {
      this.response = response;
      return this;
    }

    /** Sets the failure. Default: none. */
    public Builder error(@Nullable LlmException error) {
      this.error = error;
      return this;
    }

    /** Sets why the call failed. Default: it did not. */
    public Builder errorType(@Nullable String errorType) {
      this.errorType = errorType;
      return this;
    }

    /** Sets how the stream ended. Default: there was none. */
    public Builder outcome(@Nullable StreamOutcome outcome) {
      this.outcome = outcome;
      return this;
    }

    /** Sets what was tried, and how long it took. Default: nothing, and no time. */
    public Builder report(CallReport report) {
      this.report = requireNonNull(report, "report");
      return this;
    }

    /** Sets the span. Default: an invalid one. */
    public Builder spanContext(SpanContext spanContext) {
      this.spanContext = requireNonNull(spanContext, "spanContext");
      return this;
    }

    /** Sets when the call began. Default: the epoch. */
    public Builder startedAt(Instant startedAt) {
      this.startedAt = requireNonNull(startedAt, "startedAt");
      return this;
    }

    /** Builds the interaction. */
    public Interaction build() {
      return new Interaction(this);
    }
  }
}
