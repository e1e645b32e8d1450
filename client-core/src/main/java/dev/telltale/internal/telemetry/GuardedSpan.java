package dev.telltale.internal.telemetry;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The end of a span, whose failures never reach the call. */
record GuardedSpan(Span span, Guard guard) {
  /** The context with the span, or the given one if there is no span. */
  Context in(Context parent) {
    return span.equals(Span.getInvalid()) ? parent : span.storeInContext(parent);
  }

  /**
   * Sets how what the span is about ended.
   *
   * @param errorType null if it ended well
   */
  void outcome(@Nullable String errorType, String description) {
    if (errorType == null) {
      return;
    }
    try {
      span.setAttribute(GenAi.ERROR_TYPE, errorType);
      span.setStatus(StatusCode.ERROR, description);
    } catch (Throwable broken) {
      guard.report("span", broken);
    }
  }

  /** Ends the span. */
  void end() {
    try {
      span.end();
    } catch (Throwable broken) {
      guard.report("span", broken);
    }
  }
}
