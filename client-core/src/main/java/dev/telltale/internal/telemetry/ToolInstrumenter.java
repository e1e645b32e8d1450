package dev.telltale.internal.telemetry;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts a {@link LoopRecording} for each tool loop, which starts one for each call of a tool.
 * Nothing that OpenTelemetry throws reaches the loop.
 */
public final class ToolInstrumenter {
  private final Tracer tracer;
  private final DoubleHistogram duration;
  private final boolean recording;
  private final LongSupplier ticker;
  private final Guard guard;

  ToolInstrumenter(
      Tracer tracer, Instruments instruments, boolean recording, Guard guard, LongSupplier ticker) {
    this.tracer = tracer;
    this.duration = instruments.seconds(GenAi.EXECUTE_TOOL_DURATION, "Duration of calls of tools");
    this.recording = recording;
    this.guard = guard;
    this.ticker = ticker;
  }

  /**
   * Starts the recording of one loop; whoever gets it ends it.
   *
   * @param name what the loop is called, or null
   * @param conversationId the conversation it belongs to, or null
   */
  public LoopRecording startLoop(@Nullable String name, @Nullable String conversationId) {
    Span span = Span.getInvalid();
    if (recording) {
      try {
        span = loopSpan(name, conversationId);
      } catch (Exception | LinkageError broken) {
        guard.report("span", broken);
      }
    }
    return new LoopRecording(this, span, conversationId);
  }

  private Span loopSpan(@Nullable String name, @Nullable String conversationId) {
    String spanName = name == null ? GenAi.INVOKE_AGENT : GenAi.INVOKE_AGENT + " " + name;
    SpanBuilder builder =
        tracer
            .spanBuilder(spanName)
            .setSpanKind(SpanKind.INTERNAL)
            .setAttribute(GenAi.OPERATION_NAME, GenAi.INVOKE_AGENT);
    if (name != null) {
      builder.setAttribute(GenAi.AGENT_NAME, name);
    }
    if (conversationId != null) {
      builder.setAttribute(GenAi.CONVERSATION_ID, conversationId);
    }
    return builder.startSpan();
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

  Guard guard() {
    return guard;
  }

  long nanoTime() {
    return ticker.getAsLong();
  }
}
