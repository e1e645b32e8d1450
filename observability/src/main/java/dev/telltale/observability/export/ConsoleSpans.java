package dev.telltale.observability.export;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the spans below a call until the call ends, and then prints them together.
 *
 * <p>A call is a span of this library or one with an operation of the GenAI conventions. A call
 * below another one waits for it; any other span above a call does not hold it up.
 */
final class ConsoleSpans implements SpanProcessor {
  private static final Logger LOGGER = System.getLogger(ConsoleSpans.class.getName());
  private static final String OWN_SCOPE = "dev.telltale";

  /** Spans that never end must not fill the memory; those beyond are printed on their own. */
  private static final int MOST_OPEN = 1_000;

  private static final int MOST_CHILDREN = 50;

  private final PrintStream out;
  private final CallRenderer renderer;
  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final AtomicBoolean failed = new AtomicBoolean();
  private volatile boolean closed;

  ConsoleSpans(PrintStream out, CallRenderer renderer) {
    this.out = out;
    this.renderer = renderer;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    if (!closed && open.size() < MOST_OPEN && isCall(span)) {
      open.put(span.getSpanContext().getSpanId(), new Open());
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (closed) {
      return;
    }
    try {
      ended(span);
    } catch (RuntimeException e) {
      // Guard point: a call must not fail because it could not be printed.
      if (failed.compareAndSet(false, true)) {
        LOGGER.log(Logger.Level.WARNING, "A call could not be printed; others may follow.", e);
      }
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    closed = true;
    return CompletableResultCode.ofSuccess();
  }

  private void ended(ReadableSpan span) {
    Open ended = open.remove(span.getSpanContext().getSpanId());
    Open parent = open.get(span.getParentSpanContext().getSpanId());
    if (parent != null) {
      parent.add(tree(span.toSpanData(), ended));
    } else if (ended != null || isCall(span)) {
      out.print(renderer.render(tree(span.toSpanData(), ended)));
      out.flush();
    }
  }

  private static CallTree tree(SpanData span, @Nullable Open below) {
    return below == null ? new CallTree(span, List.of(), 0) : below.tree(span);
  }

  private static boolean isCall(ReadableSpan span) {
    return span.getAttribute(GenAi.OPERATION_NAME) != null
        || span.getInstrumentationScopeInfo().getName().startsWith(OWN_SCOPE);
  }

  /** A call that has not ended. Guarded by itself, as its children end on any thread. */
  private static final class Open {
    private final List<CallTree> children = new ArrayList<>();
    private int left;

    private synchronized void add(CallTree child) {
      if (children.size() < MOST_CHILDREN) {
        children.add(child);
      } else {
        left++;
      }
    }

    private synchronized CallTree tree(SpanData span) {
      return new CallTree(span, children, left);
    }
  }
}
