package dev.telltale.internal.telemetry;

import dev.telltale.CallOptions;
import dev.telltale.ToolCall;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The record of one call of a tool. An end may come from any thread, and all but the first are
 * ignored.
 */
public final class ToolRecording {
  private final ToolInstrumenter instrumenter;
  private final String name;
  private final ToolCall call;
  private final CallOptions options;
  private final Span span;
  private final GuardedSpan guarded;
  private final Context context;
  private final long startNanos;
  private final AtomicBoolean ended = new AtomicBoolean();

  ToolRecording(
      ToolInstrumenter instrumenter,
      String name,
      ToolCall call,
      CallOptions options,
      Span span,
      Context parent) {
    this.instrumenter = instrumenter;
    this.name = name;
    this.call = call;
    this.options = options;
    this.span = span;
    this.guarded = new GuardedSpan(span, instrumenter.guard());
    this.context = guarded.in(parent);
    this.startNanos = instrumenter.nanoTime();
  }

  /** The context for the tool, with its span if it has one. */
  public Context context() {
    return context;
  }

  /** The tool brought a result. */
  public void end(String result) {
    finish(null, "", result);
  }

  /**
   * The tool failed.
   *
   * @param errorType one of few values
   */
  public void fail(String errorType, String description) {
    finish(errorType, description, null);
  }

  private void finish(@Nullable String errorType, String description, @Nullable String result) {
    if (!ended.compareAndSet(false, true) || !instrumenter.recording()) {
      return;
    }
    long nanos = instrumenter.nanoTime() - startNanos;
    guarded.outcome(errorType, description);
    recordDuration(nanos, errorType);
    recordContent(result);
    guarded.end();
  }

  private void recordDuration(long nanos, @Nullable String errorType) {
    try {
      AttributesBuilder attributes =
          Attributes.builder()
              .put(GenAi.OPERATION_NAME, GenAi.EXECUTE_TOOL)
              .put(GenAi.TOOL_NAME, instrumenter.names().of(name));
      if (errorType != null) {
        attributes.put(GenAi.ERROR_TYPE, errorType);
      }
      instrumenter.duration().record(Instruments.toSeconds(nanos), attributes.build(), context);
    } catch (Throwable broken) {
      instrumenter.guard().report("metrics", broken);
    }
  }

  /** Comes last, so that a limit on attributes costs content first. */
  private void recordContent(@Nullable String result) {
    ContentRecorder content = instrumenter.content();
    if (!content.capture(options).onSpan()) {
      return;
    }
    try {
      if (span.isRecording()) {
        content.toSpan(content.content(call, result, instrumenter.sent()), span::setAttribute);
      }
    } catch (Throwable broken) {
      instrumenter.guard().report("span", broken);
    }
  }
}
