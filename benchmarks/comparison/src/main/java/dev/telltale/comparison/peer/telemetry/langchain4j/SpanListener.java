package dev.telltale.comparison.peer.telemetry.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.output.TokenUsage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** A span from request to answer or error, which is all that a listener of langchain4j is told. */
final class SpanListener implements ChatModelListener {
  private static final String SPAN = "span";

  private final Tracer tracer;
  private final DoubleHistogram durations;

  SpanListener(OpenTelemetry openTelemetry) {
    this.tracer = openTelemetry.getTracer("listener");
    this.durations =
        openTelemetry
            .getMeter("listener")
            .histogramBuilder("gen_ai.client.operation.duration")
            .build();
  }

  @Override
  public void onRequest(ChatModelRequestContext context) {
    Span span =
        tracer
            .spanBuilder("chat")
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("gen_ai.operation.name", "chat")
            .startSpan();
    context.attributes().put(SPAN, span);
  }

  @Override
  public void onResponse(ChatModelResponseContext context) {
    Span span = (Span) context.attributes().get(SPAN);
    TokenUsage usage = context.chatResponse().tokenUsage();
    if (usage != null && usage.inputTokenCount() != null && usage.outputTokenCount() != null) {
      span.setAttribute("gen_ai.usage.input_tokens", usage.inputTokenCount().longValue());
      span.setAttribute("gen_ai.usage.output_tokens", usage.outputTokenCount().longValue());
    }
    end(span);
  }

  @Override
  public void onError(ChatModelErrorContext context) {
    Span span = (Span) context.attributes().get(SPAN);
    span.setAttribute("error.type", context.error().getClass().getName());
    span.setStatus(StatusCode.ERROR);
    end(span);
  }

  private void end(Span span) {
    durations.record(0);
    span.end();
  }
}
