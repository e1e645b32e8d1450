package dev.telltale.internal.telemetry;

import dev.telltale.CallReport;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.telemetry.SpanAttributes.Completeness;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The record of one call, from its start to its one end. The chunk methods belong to the thread
 * that reads; an end may come from any thread, and all but the first are ignored.
 */
public final class ChatRecording {
  private static final long NO_CHUNK = -1;

  private final ChatInstrumenter instrumenter;
  private final ChatProvider provider;
  private final ChatRequest request;
  private final String model;
  private final AnswerForm form;
  private final Span span;
  private final Context context;
  private final Instant start;
  private final long startNanos;
  private final AtomicBoolean ended = new AtomicBoolean();
  private long awaitingNanos;
  private long firstChunkNanos = NO_CHUNK;
  private long chunks;
  private @Nullable MetricAttributes chunkAttributes;

  ChatRecording(
      ChatInstrumenter instrumenter,
      ChatProvider provider,
      ChatRequest request,
      String model,
      AnswerForm form,
      Span span) {
    this.instrumenter = instrumenter;
    this.provider = provider;
    this.request = request;
    this.model = model;
    this.form = form;
    this.span = span;
    this.context = span.storeInContext(Context.current());
    this.start = instrumenter.pricing().enabled() ? instrumenter.clock().instant() : Instant.EPOCH;
    this.startNanos = instrumenter.nanoTime();
  }

  /** The context of the call, with its span. */
  public Context context() {
    return context;
  }

  /** The reader asks for a chunk. */
  public void awaiting() {
    awaitingNanos = instrumenter.nanoTime();
  }

  /** The chunk asked for was read. */
  public void chunk(@Nullable String responseModel) {
    long now = instrumenter.nanoTime();
    chunks++;
    if (firstChunkNanos == NO_CHUNK) {
      firstChunkNanos = now - startNanos;
    }
    if (!instrumenter.recording()) {
      return;
    }
    try {
      recordChunk(now, responseModel);
    } catch (RuntimeException | LinkageError broken) {
      instrumenter.guard().report(broken);
    }
  }

  /** The call brought a whole answer; returns it with its cost and report. */
  public ChatResponse end(ChatResponse response) {
    return finish(response, Completeness.WHOLE, null, null);
  }

  /** The stream ended; returns its answer, or what arrived of it, with cost and report. */
  public ChatResponse end(
      StreamOutcome outcome, ChatResponse response, @Nullable ErrorDetails failure) {
    boolean whole = outcome == StreamOutcome.COMPLETED || outcome == StreamOutcome.CONTENT_FILTERED;
    Completeness completeness = whole ? Completeness.WHOLE : Completeness.CUT_SHORT;
    if (outcome == StreamOutcome.ABANDONED) {
      return finish(response, completeness, "abandoned", "The stream was abandoned by its reader.");
    }
    return failure == null
        ? finish(response, completeness, null, null)
        : finish(response, completeness, ErrorTypes.of(failure), failure.kind().explanation());
  }

  /** The call failed before there was an answer. */
  public void fail(ErrorDetails failure) {
    finish(null, Completeness.CUT_SHORT, ErrorTypes.of(failure), failure.kind().explanation());
  }

  /** The call ended by a bug, in this library or in what it was given. */
  public void fail(Throwable bug) {
    finish(null, Completeness.CUT_SHORT, bug.getClass().getName(), "The call ended by a bug.");
  }

  private void recordChunk(long now, @Nullable String responseModel) {
    MetricAttributes attributes = chunkAttributes;
    if (attributes == null) {
      attributes = attributes(responseModel, Attributes.empty(), null);
      chunkAttributes = attributes;
    }
    if (chunks == 1) {
      instrumenter.metrics().firstChunk(firstChunkNanos, attributes, context);
    } else {
      instrumenter.metrics().chunk(now - awaitingNanos, attributes, context);
    }
  }

  private ChatResponse finish(
      @Nullable ChatResponse answer,
      Completeness completeness,
      @Nullable String errorType,
      @Nullable String description) {
    ChatResponse response = answer == null ? ChatResponse.builder().build() : answer;
    if (!ended.compareAndSet(false, true)) {
      return response;
    }
    long nanos = instrumenter.nanoTime() - startNanos;
    Cost cost = cost(response, answer != null || chunks > 0);
    if (instrumenter.recording()) {
      try {
        record(nanos, answer, completeness, cost, errorType, description);
      } catch (RuntimeException | LinkageError broken) {
        instrumenter.guard().report(broken);
      }
    }
    endSpan();
    return response.toBuilder().cost(cost).report(report(nanos)).build();
  }

  private void record(
      long nanos,
      @Nullable ChatResponse answer,
      Completeness completeness,
      Cost cost,
      @Nullable String errorType,
      @Nullable String description) {
    VendorAttributes vendor = new VendorAttributes(span, instrumenter.vendorKeys());
    provider.describe(request, vendor);
    String responseModel = null;
    ChatResponse response = ChatResponse.builder().build();
    if (answer != null) {
      response = answer;
      responseModel = answer.model();
      provider.describe(answer, vendor);
      SpanAttributes.response(span, answer, completeness);
    }
    if (firstChunkNanos != NO_CHUNK) {
      double seconds = ChatMetrics.toSeconds(firstChunkNanos);
      span.setAttribute(GenAi.RESPONSE_TIME_TO_FIRST_CHUNK, seconds);
    }
    if (errorType != null) {
      span.setAttribute(GenAi.ERROR_TYPE, errorType);
      span.setStatus(StatusCode.ERROR, description == null ? "" : description);
    }
    MetricAttributes.Series series = series(responseModel, vendor.metrics(), errorType);
    MetricAttributes attributes = instrumenter.series().get(series);
    instrumenter.metrics().end(nanos, response.usage(), attributes, context);
    if (instrumenter.pricing().enabled() && answer != null) {
      SpanAttributes.cost(span, cost);
      instrumenter.metrics().cost(cost, series, context);
    }
  }

  private void endSpan() {
    try {
      span.end();
    } catch (RuntimeException | LinkageError broken) {
      instrumenter.guard().report(broken);
    }
  }

  private Cost cost(ChatResponse response, boolean answered) {
    return answered
        ? instrumenter.pricing().price(provider.info().name(), model, start, response)
        : Cost.notComputed();
  }

  private CallReport report(long nanos) {
    String name = provider.info().name();
    Duration duration = Duration.ofNanos(nanos);
    if (form == AnswerForm.WHOLE) {
      return CallReport.ofAnswer(name, duration);
    }
    Duration first = firstChunkNanos == NO_CHUNK ? null : Duration.ofNanos(firstChunkNanos);
    return CallReport.ofStream(name, duration, first, chunks);
  }

  private MetricAttributes attributes(
      @Nullable String responseModel, Attributes vendor, @Nullable String errorType) {
    return instrumenter.series().get(series(responseModel, vendor, errorType));
  }

  private MetricAttributes.Series series(
      @Nullable String responseModel, Attributes vendor, @Nullable String errorType) {
    return new MetricAttributes.Series(provider.info(), model, responseModel, vendor, errorType);
  }
}
