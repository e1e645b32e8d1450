package dev.telltale.internal.telemetry;

import dev.telltale.CallOptions;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.LlmException;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.http.SentHeaders;
import dev.telltale.internal.telemetry.ResponseAttributes.Completeness;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The record of one call, from its start to its one end. The chunk methods belong to the thread
 * that reads; an end may come from any thread, and all but the first are ignored.
 */
public final class ChatRecording {
  private final ChatInstrumenter instrumenter;
  private final Inference asked;
  private final Span span;
  private final Context context;
  private final Instant start;
  private final long startNanos;
  private final AtomicBoolean ended = new AtomicBoolean();
  private long awaitingNanos;
  private long firstChunkNanos;
  private long chunks;
  private @Nullable String chunkModel;
  private @Nullable MetricAttributes chunkAttributes;
  private volatile SentHeaders sent = SentHeaders.none();
  private volatile @Nullable String errorType;
  private volatile Cost cost = Cost.notComputed();

  ChatRecording(ChatInstrumenter instrumenter, Inference asked, Context caller, Span span) {
    this.instrumenter = instrumenter;
    this.asked = asked;
    this.span = span;
    // Without a span of its own the call leaves the caller's span current.
    this.context = span.equals(Span.getInvalid()) ? caller : span.storeInContext(caller);
    this.start = instrumenter.pricing().enabled() ? instrumenter.clock().instant() : Instant.EPOCH;
    this.startNanos = instrumenter.nanoTime();
  }

  /** The context of the call, with its span if it has one. */
  public Context context() {
    return context;
  }

  /** The span of the call; invalid if it has none. */
  public SpanContext spanContext() {
    try {
      return span.getSpanContext();
    } catch (Throwable broken) {
      instrumenter.guard().report("span", broken);
      return SpanContext.getInvalid();
    }
  }

  /** The provider asked. */
  public ProviderInfo provider() {
    return asked.provider().info();
  }

  /** The model asked. */
  public String model() {
    return asked.model();
  }

  /**
   * Why the call failed, as the span of who failed says it, or null if it did not.
   *
   * @param failure what the caller is thrown, which may be the failure of a model asked before
   */
  public @Nullable String errorType(@Nullable LlmException failure) {
    return failure == null ? errorType : ErrorTypes.of(failure.details());
  }

  /** The call's options, with headers that say which trace it belongs to if the host may know. */
  public CallOptions traced() {
    CallOptions options = asked.options();
    if (!instrumenter.options().sendsTraceparentTo(provider().endpoint().host())) {
      return options;
    }
    try {
      CallOptions.Builder traced = options.toBuilder();
      // Not the propagator of the OpenTelemetry in use: that may send baggage too.
      W3CTraceContextPropagator.getInstance().inject(context, traced, ChatRecording::header);
      return traced.build();
    } catch (Throwable broken) {
      instrumenter.guard().report("traceparent", broken);
      return options;
    }
  }

  /** An attempt is about to be sent with these headers. */
  public void sending(SentHeaders headers) {
    sent = headers;
    instrumenter.tools().sending(headers);
  }

  /** The reader asks for a chunk. */
  public void awaiting() {
    if (instrumenter.recording()) {
      awaitingNanos = instrumenter.nanoTime();
    }
  }

  /** The chunk asked for was read. */
  public void chunk(@Nullable String responseModel) {
    chunks++;
    if (chunks == 1) {
      firstChunkNanos = instrumenter.nanoTime() - startNanos;
    } else if (instrumenter.recording()) {
      recordChunk(instrumenter.nanoTime() - awaitingNanos, responseModel);
    }
  }

  /** An attempt failed, and the call waits for the next one. */
  public void retrying(int number, ErrorDetails failure, Duration wait) {
    if (!instrumenter.recording()) {
      return;
    }
    try {
      String reason = ErrorTypes.of(failure);
      span.addEvent(
          GenAi.RETRY_EVENT,
          Attributes.of(
              GenAi.RETRY_ATTEMPT,
              (long) number,
              GenAi.RETRY_WAIT,
              Instruments.toSeconds(wait.toNanos()),
              GenAi.ERROR_TYPE,
              reason));
      instrumenter.metrics().retry(provider().name(), reason, context);
    } catch (Throwable broken) {
      instrumenter.guard().report("retry", broken);
    }
  }

  /** The call brought a whole answer; returns it with its cost. */
  public ChatResponse end(ChatResponse response) {
    return finish(response, Ending.WHOLE);
  }

  /** The stream ended; returns its answer, or what arrived of it, with its cost. */
  public ChatResponse end(
      StreamOutcome outcome, ChatResponse response, @Nullable ErrorDetails failure) {
    return finish(response, Ending.of(outcome, response, failure));
  }

  /** The stream failed before its first event. */
  public void fail(StreamException failure) {
    finish(failure.partial(), Ending.of(failure));
  }

  /** The call failed before there was an answer. */
  public void fail(LlmException failure) {
    finish(null, Ending.of(failure));
  }

  /** The call ended by a bug, in this library or in what it was given. */
  public void fail(Throwable bug) {
    finish(null, Ending.of(bug));
  }

  private static void header(CallOptions.@Nullable Builder carrier, String name, String value) {
    if (carrier != null) {
      carrier.header(name, value);
    }
  }

  private void recordChunk(long nanos, @Nullable String responseModel) {
    try {
      MetricAttributes attributes = chunkAttributes;
      if (attributes == null || !Objects.equals(responseModel, chunkModel)) {
        attributes = instrumenter.series().get(series(responseModel, Attributes.empty(), null));
        chunkAttributes = attributes;
        chunkModel = responseModel;
      }
      instrumenter.metrics().chunk(nanos, attributes, context);
    } catch (Throwable broken) {
      instrumenter.guard().report("metrics", broken);
    }
  }

  /** What the call cost, once it has ended; not computed before. */
  public Cost cost() {
    return cost;
  }

  private ChatResponse finish(@Nullable ChatResponse answer, Ending ending) {
    ChatResponse response = answer == null ? EndRecord.noAnswer(ending) : answer;
    if (!ended.compareAndSet(false, true)) {
      return response;
    }
    errorType = ending.errorType();
    long nanos = instrumenter.nanoTime() - startNanos;
    // What passes the guards costs neither the record nor the end of the span.
    try {
      if (answer != null || response.usage().known()) {
        cost = price(response, ending);
      }
    } finally {
      try {
        record(answer, ending, nanos);
      } finally {
        endSpan();
      }
    }
    return cost.equals(Cost.notComputed()) ? response : response.toBuilder().cost(cost).build();
  }

  private void record(@Nullable ChatResponse answer, Ending ending, long nanos) {
    if (instrumenter.recording()) {
      long firstChunk = chunks > 0 ? firstChunkNanos : EndRecord.NO_CHUNK;
      new EndRecord(instrumenter, asked, context, span)
          .record(new EndRecord.End(answer, ending, nanos, firstChunk, cost, sent));
    }
  }

  private Cost price(ChatResponse response, Ending ending) {
    Pricing pricing = instrumenter.pricing();
    boolean cut = ending.completeness() == Completeness.CUT_SHORT && chunks > 0;
    return cut && instrumenter.options().cutStreamEstimates()
        ? pricing.estimate(asked, start, response)
        : pricing.price(asked, start, response);
  }

  private void endSpan() {
    try {
      span.end();
    } catch (Throwable broken) {
      instrumenter.guard().report("span", broken);
    }
  }

  private MetricAttributes.Series series(
      @Nullable String responseModel, Attributes vendor, @Nullable String errorType) {
    return new MetricAttributes.Series(provider(), asked.model(), responseModel, vendor, errorType);
  }
}
