package dev.telltale.internal.telemetry;

import dev.telltale.internal.http.SentHeaders;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.function.LongSupplier;

/**
 * Starts a {@link LoopRecording} for each tool loop, which starts one for each call of a tool.
 * Nothing that OpenTelemetry throws reaches the loop.
 */
public final class ToolInstrumenter {
  private final Tracer tracer;
  private final DoubleHistogram duration;
  private final boolean recording;
  private final LongSupplier ticker;
  private final ContentRecorder content;
  private final Guard guard;
  private volatile SentHeaders sent = SentHeaders.none();
  private final BoundedNames names;

  /**
   * Creates an instrumenter.
   *
   * @param names of the tools to tell apart on metrics
   */
  ToolInstrumenter(
      Tracer tracer,
      Instruments instruments,
      boolean recording,
      ContentRecorder content,
      Guard guard,
      LongSupplier ticker,
      BoundedNames names) {
    this.tracer = tracer;
    this.duration = instruments.seconds(GenAi.EXECUTE_TOOL_DURATION, "Duration of calls of tools");
    this.recording = recording;
    this.content = content;
    this.guard = guard;
    this.ticker = ticker;
    this.names = names;
  }

  /** Starts the recording of one loop; whoever gets it ends it. */
  public LoopRecording startLoop(LoopStart loop) {
    Span span = Span.getInvalid();
    if (recording) {
      try {
        span = loopSpan(loop);
      } catch (Throwable broken) {
        guard.report("span", broken);
      }
    }
    return new LoopRecording(this, span, loop);
  }

  private Span loopSpan(LoopStart loop) {
    String name = loop.name();
    String spanName = name == null ? GenAi.INVOKE_AGENT : GenAi.INVOKE_AGENT + " " + name;
    SpanBuilder builder =
        tracer
            .spanBuilder(spanName)
            .setSpanKind(SpanKind.INTERNAL)
            .setAttribute(GenAi.OPERATION_NAME, GenAi.INVOKE_AGENT)
            .setAttribute(GenAi.PROVIDER_NAME, loop.provider().info().name());
    AttributeSink sink = builder::setAttribute;
    sink.putIfKnown(GenAi.REQUEST_MODEL, loop.model());
    sink.putIfKnown(GenAi.AGENT_NAME, name);
    sink.putIfKnown(GenAi.CONVERSATION_ID, loop.options().conversationId());
    return builder.startSpan();
  }

  /** The client is about to ask a model with these headers. */
  void sending(SentHeaders headers) {
    sent = headers;
  }

  /** What the client sent last. */
  SentHeaders sent() {
    return sent;
  }

  Tracer tracer() {
    return tracer;
  }

  DoubleHistogram duration() {
    return duration;
  }

  boolean recording() {
    return recording;
  }

  ContentRecorder content() {
    return content;
  }

  BoundedNames names() {
    return names;
  }

  Guard guard() {
    return guard;
  }

  long nanoTime() {
    return ticker.getAsLong();
  }
}
