package dev.telltale.internal.telemetry;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.telemetry.SpanAttributes.Completeness;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
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
  private static final ChatResponse NO_ANSWER = ChatResponse.builder().build();

  private final ChatInstrumenter instrumenter;
  private final ChatProvider provider;
  private final ChatRequest request;
  private final String model;
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
  private volatile @Nullable String errorType;

  ChatRecording(
      ChatInstrumenter instrumenter,
      ChatProvider provider,
      ChatRequest request,
      String model,
      Span span) {
    this.instrumenter = instrumenter;
    this.provider = provider;
    this.request = request;
    this.model = model;
    this.span = span;
    this.context = context(span);
    this.start = instrumenter.pricing().enabled() ? instrumenter.clock().instant() : Instant.EPOCH;
    this.startNanos = instrumenter.nanoTime();
  }

  /** The context of the call, with its span if it has one. */
  public Context context() {
    return context;
  }

  /** The span of the call; invalid if it has none. */
  public SpanContext spanContext() {
    return span.getSpanContext();
  }

  /** The provider asked. */
  public ProviderInfo provider() {
    return provider.info();
  }

  /** The model asked. */
  public String model() {
    return model;
  }

  /** Why the call failed, as its span says it, or null if it did not fail or has not ended. */
  public @Nullable String errorType() {
    return errorType;
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
              ChatMetrics.toSeconds(wait.toNanos()),
              GenAi.ERROR_TYPE,
              reason));
      instrumenter.metrics().retry(provider.info().name(), reason, context);
    } catch (Exception | LinkageError broken) {
      instrumenter.guard().report(broken);
    }
  }

  /** The call brought a whole answer; returns it with its cost. */
  public ChatResponse end(ChatResponse response) {
    return finish(response, Completeness.WHOLE, null);
  }

  /** The stream ended; returns its answer, or what arrived of it, with its cost. */
  public ChatResponse end(
      StreamOutcome outcome, ChatResponse response, @Nullable ErrorDetails failure) {
    boolean whole = outcome == StreamOutcome.COMPLETED || outcome == StreamOutcome.CONTENT_FILTERED;
    Completeness completeness = whole ? Completeness.WHOLE : Completeness.CUT_SHORT;
    if (outcome == StreamOutcome.ABANDONED) {
      return finish(response, completeness, Failure.ABANDONED);
    }
    return finish(response, completeness, failure == null ? null : Failure.of(failure));
  }

  /** The call failed before there was an answer. */
  public void fail(ErrorDetails failure) {
    finish(null, Completeness.CUT_SHORT, Failure.of(failure));
  }

  /** The call ended by a bug, in this library or in what it was given. */
  public void fail(Throwable bug) {
    finish(null, Completeness.CUT_SHORT, Failure.of(bug));
  }

  /** Without a span of its own the call leaves the caller's span current. */
  private static Context context(Span span) {
    Context caller = Context.current();
    return span.equals(Span.getInvalid()) ? caller : span.storeInContext(caller);
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
    } catch (Exception | LinkageError broken) {
      instrumenter.guard().report(broken);
    }
  }

  private ChatResponse finish(
      @Nullable ChatResponse answer, Completeness completeness, @Nullable Failure failure) {
    ChatResponse response = answer == null ? NO_ANSWER : answer;
    if (!ended.compareAndSet(false, true)) {
      return response;
    }
    this.errorType = failure == null ? null : failure.type;
    long nanos = instrumenter.nanoTime() - startNanos;
    Cost cost = Cost.notComputed();
    try {
      if (answer != null) {
        cost = instrumenter.pricing().price(provider, request, model, start, answer);
      }
      if (instrumenter.recording()) {
        ChatResponse named = named(response);
        MetricAttributes.Series series =
            series(named.model(), describe(answer, failure), errorType);
        recordSpan(named, completeness, failure);
        recordMetrics(nanos, named, series);
        if (answer != null && instrumenter.pricing().enabled()) {
          recordCost(cost, series);
        }
      }
    } finally {
      endSpan();
    }
    return cost == Cost.notComputed() ? response : response.toBuilder().cost(cost).build();
  }

  /** Lets the adapter put its own attributes on the span; returns those that metrics carry. */
  private Attributes describe(@Nullable ChatResponse answer, @Nullable Failure failure) {
    VendorAttributes vendor = new VendorAttributes(span, instrumenter.vendorKeys());
    try {
      provider.describe(request, vendor);
      if (answer != null) {
        provider.describe(answer, vendor);
      }
      if (failure != null && failure.details != null) {
        provider.describe(failure.details, vendor);
      }
    } catch (Exception | LinkageError broken) {
      instrumenter.guard().report(broken);
    }
    return vendor.metrics();
  }

  /** The answer with the model that a deployment is declared to be, where it names none. */
  private ChatResponse named(ChatResponse response) {
    String declared = provider.modelBehind(model);
    boolean unnamed = response.model() == null || model.equals(response.model());
    return declared != null && unnamed && !response.choices().isEmpty()
        ? response.toBuilder().model(declared).build()
        : response;
  }

  private void recordSpan(
      ChatResponse response, Completeness completeness, @Nullable Failure failure) {
    if (!span.isRecording()) {
      return;
    }
    try {
      SpanAttributes.response(span, response, completeness);
      if (chunks > 0) {
        double seconds = ChatMetrics.toSeconds(firstChunkNanos);
        span.setAttribute(GenAi.RESPONSE_TIME_TO_FIRST_CHUNK, seconds);
      }
      if (failure != null) {
        span.setAttribute(GenAi.ERROR_TYPE, failure.type);
        span.setStatus(StatusCode.ERROR, failure.description);
      }
    } catch (Exception | LinkageError broken) {
      instrumenter.guard().report(broken);
    }
  }

  private void recordMetrics(long nanos, ChatResponse response, MetricAttributes.Series series) {
    try {
      MetricAttributes attributes = instrumenter.series().get(series);
      ChatMetrics metrics = instrumenter.metrics();
      if (chunks > 0) {
        // At the end, as the first chunk does not always name the model that answers.
        metrics.firstChunk(firstChunkNanos, attributes, context);
      }
      metrics.end(nanos, response.usage(), attributes, context);
    } catch (Exception | LinkageError broken) {
      instrumenter.guard().report(broken);
    }
  }

  private void recordCost(Cost cost, MetricAttributes.Series series) {
    try {
      SpanAttributes.cost(span, cost);
      instrumenter.metrics().cost(cost, series, instrumenter.series().get(series), context);
    } catch (Exception | LinkageError broken) {
      instrumenter.guard().report(broken);
    }
  }

  private void endSpan() {
    try {
      span.end();
    } catch (Exception | LinkageError broken) {
      instrumenter.guard().report(broken);
    }
  }

  private MetricAttributes.Series series(
      @Nullable String responseModel, Attributes vendor, @Nullable String errorType) {
    return new MetricAttributes.Series(provider.info(), model, responseModel, vendor, errorType);
  }

  /** What a call failed with, as its record says it. */
  private record Failure(String type, String description, @Nullable ErrorDetails details) {
    static final Failure ABANDONED =
        new Failure(ErrorTypes.ABANDONED, "The stream was abandoned by its reader.", null);

    static Failure of(ErrorDetails details) {
      return new Failure(ErrorTypes.of(details), details.kind().explanation(), details);
    }

    static Failure of(Throwable bug) {
      return new Failure(bug.getClass().getName(), "The call ended by a bug.", null);
    }
  }
}
