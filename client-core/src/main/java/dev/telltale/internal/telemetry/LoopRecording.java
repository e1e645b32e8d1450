package dev.telltale.internal.telemetry;

import dev.telltale.ChatResponse;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.internal.telemetry.ResponseAttributes.Completeness;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The record of one tool loop: the parent of the spans of its rounds and tools. An end may come
 * from any thread, and all but the first are ignored.
 */
public final class LoopRecording {
  private final ToolInstrumenter instrumenter;
  private final Span span;
  private final GuardedSpan guarded;
  private final Context context;
  private final LoopStart loop;
  private final AtomicBoolean ended = new AtomicBoolean();

  LoopRecording(ToolInstrumenter instrumenter, Span span, LoopStart loop) {
    this.instrumenter = instrumenter;
    this.span = span;
    this.guarded = new GuardedSpan(span, instrumenter.guard());
    this.context = guarded.in(Context.current());
    this.loop = loop;
  }

  /** The context of the loop, with its span if it has one. */
  public Context context() {
    return context;
  }

  /**
   * Starts the recording of one call of a tool; whoever gets it ends it.
   *
   * @param tool null if there is no tool of this name, which is the model's own words then and
   *     recorded as {@code _OTHER}
   */
  public ToolRecording startTool(@Nullable Tool tool, ToolCall call) {
    String name = tool == null ? "_OTHER" : tool.name();
    Span started = Span.getInvalid();
    if (instrumenter.recording()) {
      try {
        started = toolSpan(name, tool, call);
      } catch (Throwable broken) {
        instrumenter.guard().report("span", broken);
      }
    }
    return new ToolRecording(instrumenter, name, call, loop.options(), started, context);
  }

  /**
   * The loop ended, by an answer, a bound or its reader.
   *
   * @param last what the model said last, or null if it said nothing
   */
  public void end(@Nullable ChatResponse last) {
    if (last != null && !ended.get()) {
      try {
        AttributeSink sink = span::setAttribute;
        sink.putUnlessEmpty(
            GenAi.RESPONSE_FINISH_REASONS,
            ResponseAttributes.finishReasons(last, Completeness.WHOLE));
      } catch (Throwable broken) {
        instrumenter.guard().report("span", broken);
      }
    }
    finish(null, "");
  }

  /** A round failed, or a tool whose failure ends the loop. */
  public void fail(ErrorDetails failure) {
    finish(ErrorTypes.of(failure), failure.kind().explanation());
  }

  /** Whoever was to read the loop forgot it. */
  public void abandon() {
    finish(ErrorTypes.ABANDONED, "The stream was abandoned by its reader.");
  }

  /** The loop ended by a bug, in this library or in what it was given. */
  public void fail(Throwable bug) {
    finish(bug.getClass().getName(), "The loop ended by a bug.");
  }

  private Span toolSpan(String name, @Nullable Tool tool, ToolCall call) {
    SpanBuilder builder =
        instrumenter
            .tracer()
            .spanBuilder(GenAi.EXECUTE_TOOL + " " + name)
            .setParent(context)
            .setSpanKind(SpanKind.INTERNAL)
            .setAttribute(GenAi.OPERATION_NAME, GenAi.EXECUTE_TOOL)
            .setAttribute(GenAi.TOOL_NAME, name)
            .setAttribute(GenAi.TOOL_TYPE, "function")
            .setAttribute(GenAi.TOOL_CALL_ID, call.id());
    AttributeSink sink = builder::setAttribute;
    if (tool != null) {
      sink.putIfKnown(GenAi.TOOL_DESCRIPTION, tool.description());
    }
    sink.putIfKnown(GenAi.AGENT_NAME, loop.name());
    sink.putIfKnown(GenAi.CONVERSATION_ID, loop.options().conversationId());
    return builder.startSpan();
  }

  private void finish(@Nullable String errorType, String description) {
    if (ended.compareAndSet(false, true)) {
      guarded.outcome(errorType, description);
      guarded.end();
    }
  }
}
