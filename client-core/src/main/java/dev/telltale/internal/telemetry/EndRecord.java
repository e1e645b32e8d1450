package dev.telltale.internal.telemetry;

import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.LlmException;
import dev.telltale.RateLimits;
import dev.telltale.ResponseHeaders;
import dev.telltale.internal.http.SentHeaders;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records the end of a call: on its span, in metrics and in events. Each part is guarded by itself,
 * so that what one of them throws costs no other.
 */
final class EndRecord {
  /** In place of a time: no chunk came. */
  static final long NO_CHUNK = -1;

  private static final ChatResponse NO_ANSWER = ChatResponse.builder().build();
  private static final RateLimits UNKNOWN_HEADROOM = RateLimits.from(ResponseHeaders.none());

  private final ChatInstrumenter instrumenter;
  private final Inference asked;
  private final Context context;
  private final Span span;
  private final boolean spanRecords;

  EndRecord(ChatInstrumenter instrumenter, Inference asked, Context context, Span span) {
    this.instrumenter = instrumenter;
    this.asked = asked;
    this.context = context;
    this.span = span;
    this.spanRecords = records();
  }

  /** In place of an answer: what a failed call used, as far as the provider said so. */
  static ChatResponse noAnswer(Ending ending) {
    return ending.thrown() instanceof LlmException failure && failure.details().usage().known()
        ? NO_ANSWER.toBuilder().usage(failure.details().usage()).build()
        : NO_ANSWER;
  }

  void record(End end) {
    ChatResponse answer = end.answer;
    Ending ending = end.ending;
    ContentCapture capture = instrumenter.content().capture(asked.options());
    AttributesBuilder details = details(capture);
    AttributeSink sink = sink(details);
    ChatResponse response = answer == null ? noAnswer(ending) : named(answer);
    MetricAttributes.Series series =
        series(response.model(), describe(end, sink), ending.errorType());
    if (spanRecords || details != null) {
      recordAttributes(sink, response, end);
    }
    recordMetrics(response, end, series);
    boolean billed = answer != null || response.usage().known();
    if (billed && instrumenter.pricing().enabled()) {
      recordCost(sink, end.cost, series);
    }
    // Last, so that an attribute limit never costs the counts above.
    recordContent(capture, details, end);
    recordEvents(details, ending);
  }

  private boolean records() {
    try {
      return span.isRecording();
    } catch (Throwable broken) {
      instrumenter.guard().report("span", broken);
      return false;
    }
  }

  /** The attributes of the event of this call, or null if it has none. */
  private @Nullable AttributesBuilder details(ContentCapture capture) {
    try {
      if (instrumenter.events().wantsDetails(capture, context)) {
        AttributesBuilder details = Attributes.builder();
        RequestAttributes.put(details::put, asked, instrumenter.options(), context);
        return details;
      }
    } catch (Throwable broken) {
      instrumenter.guard().report("event", broken);
    }
    return null;
  }

  private AttributeSink sink(@Nullable AttributesBuilder details) {
    return details == null ? span::setAttribute : new SpanAndEvent(span, details);
  }

  /** Lets the adapter put its own attributes on the span; returns those that metrics carry. */
  private Attributes describe(End end, AttributeSink sink) {
    VendorAttributes vendor =
        new VendorAttributes(sink, instrumenter.vendorKeys(), instrumenter.guard(), end.sent);
    try {
      asked.provider().describe(asked.request(), vendor);
      if (end.answer != null) {
        asked.provider().describe(end.answer, vendor);
      }
      if (end.ending.thrown() instanceof LlmException failure) {
        asked.provider().describe(failure.details(), vendor);
      }
    } catch (Throwable broken) {
      instrumenter.guard().report("adapter", broken);
    }
    return vendor.metrics();
  }

  /** The answer with the model that a deployment is declared to be, where it names none. */
  private ChatResponse named(ChatResponse response) {
    String declared = asked.provider().modelBehind(asked.model());
    String answering = response.model();
    boolean unnamed = answering == null || answering.isBlank() || answering.equals(asked.model());
    return declared != null && unnamed && !response.choices().isEmpty()
        ? response.toBuilder().model(declared).build()
        : response;
  }

  private void recordAttributes(AttributeSink sink, ChatResponse response, End end) {
    TelemetryOptions options = instrumenter.options();
    Ending ending = end.ending;
    try {
      ResponseAttributes.put(sink, response, ending.completeness(), options);
      if (end.firstChunkNanos != NO_CHUNK) {
        sink.put(GenAi.RESPONSE_TIME_TO_FIRST_CHUNK, Instruments.toSeconds(end.firstChunkNanos));
      }
      String type = ending.errorType();
      if (type != null) {
        sink.put(GenAi.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR, ending.description());
        if (options.articleNames()) {
          sink.put(GenAi.LLM_ERROR, ending.description());
        }
      }
    } catch (Throwable broken) {
      instrumenter.guard().report("span", broken);
    }
  }

  private void recordMetrics(ChatResponse response, End end, MetricAttributes.Series series) {
    try {
      MetricAttributes attributes = instrumenter.series().get(series);
      ChatMetrics metrics = instrumenter.metrics();
      if (end.firstChunkNanos != NO_CHUNK) {
        // At the end, as the first chunk does not always name the model that answers.
        metrics.firstChunk(end.firstChunkNanos, attributes, context);
      }
      boolean dashboards = instrumenter.options().dashboardMetrics();
      boolean plainText =
          instrumenter.options().conventions().latest()
              && PlainText.both(asked.request(), response);
      metrics.end(
          new EndedCall(
              Instruments.toSeconds(end.nanos),
              response.usage(),
              end.ending.errorType() != null,
              plainText,
              dashboards
                  ? ResponseAttributes.finishReasons(response, end.ending.completeness())
                  : List.of(),
              dashboards ? headroom(end) : UNKNOWN_HEADROOM),
          attributes,
          context);
    } catch (Throwable broken) {
      instrumenter.guard().report("metrics", broken);
    }
  }

  private static RateLimits headroom(End end) {
    if (end.answer != null) {
      return end.answer.rateLimits();
    }
    return end.ending.thrown() instanceof LlmException failure
        ? failure.rateLimits()
        : UNKNOWN_HEADROOM;
  }

  private void recordCost(AttributeSink sink, Cost cost, MetricAttributes.Series series) {
    try {
      ResponseAttributes.putCost(sink, cost, instrumenter.options());
      MetricAttributes attributes = instrumenter.series().get(series);
      instrumenter.metrics().cost(cost, asked.provider().info().name(), attributes, context);
    } catch (Throwable broken) {
      instrumenter.guard().report("cost", broken);
    }
  }

  private void recordContent(ContentCapture capture, @Nullable AttributesBuilder details, End end) {
    boolean onSpan = capture.onSpan() && spanRecords;
    AttributesBuilder event = capture.onEvent() ? details : null;
    if (!onSpan && event == null) {
      return;
    }
    ContentRecorder recorder = instrumenter.content();
    Map<String, Object> content = recorder.content(asked, end.answer, end.sent);
    try {
      if (onSpan) {
        recorder.toSpan(content, span::setAttribute);
      }
      if (event != null) {
        recorder.toEvent(content, event::put);
      }
    } catch (Throwable broken) {
      instrumenter.guard().report("content", broken);
    }
  }

  private void recordEvents(@Nullable AttributesBuilder details, Ending ending) {
    try {
      Throwable thrown = ending.thrown();
      if (thrown != null) {
        instrumenter.events().exception(thrown, span, context);
      }
      if (details != null) {
        instrumenter.events().details(details.build(), context);
      }
    } catch (Throwable broken) {
      instrumenter.guard().report("event", broken);
    }
  }

  private MetricAttributes.Series series(
      @Nullable String responseModel, Attributes vendor, @Nullable String errorType) {
    return new MetricAttributes.Series(
        asked.provider().info(), asked.model(), responseModel, vendor, errorType);
  }

  /**
   * What there is to record.
   *
   * @param answer the answer, or what arrived of it, or null if nothing did
   * @param nanos from the call to its end
   * @param firstChunkNanos from the call to the first chunk, or {@link #NO_CHUNK}
   * @param sent what was sent last
   */
  record End(
      @Nullable ChatResponse answer,
      Ending ending,
      long nanos,
      long firstChunkNanos,
      Cost cost,
      SentHeaders sent) {}

  /** Puts each attribute on the span and on the event. */
  private record SpanAndEvent(Span span, AttributesBuilder event) implements AttributeSink {
    @Override
    public <T> void put(AttributeKey<T> key, T value) {
      span.setAttribute(key, value);
      event.put(key, value);
    }
  }
}
