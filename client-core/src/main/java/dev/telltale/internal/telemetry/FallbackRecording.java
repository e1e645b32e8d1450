package dev.telltale.internal.telemetry;

import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The record of a call that several candidates may be asked for: the parent of their spans. All
 * ends but the first are ignored; an end may come from any thread.
 */
public final class FallbackRecording {
  private final ChatInstrumenter instrumenter;
  private final Span span;
  private final GuardedSpan guarded;
  private final Context context;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Belongs to the thread that makes the call. */
  private long asked = 1;

  FallbackRecording(ChatInstrumenter instrumenter, Span span) {
    this.instrumenter = instrumenter;
    this.span = span;
    this.guarded = new GuardedSpan(span, instrumenter.guard());
    this.context = guarded.in(Context.current());
  }

  /** The context for the candidates, with the parent span if there is one. */
  public Context context() {
    return context;
  }

  /** A candidate was unavailable, and the next one is asked. */
  public void passedOver(ProviderInfo provider, String model, ErrorDetails failure) {
    if (!instrumenter.recording()) {
      return;
    }
    try {
      asked++;
      span.setAttribute(GenAi.FALLBACK_CANDIDATES, asked);
      String reason = ErrorTypes.of(failure);
      span.addEvent(
          GenAi.FALLBACK_EVENT,
          Attributes.of(
              GenAi.PROVIDER_NAME,
              provider.name(),
              GenAi.REQUEST_MODEL,
              model,
              GenAi.ERROR_TYPE,
              reason));
      instrumenter.metrics().fallback(provider.name(), reason, context);
    } catch (Throwable broken) {
      instrumenter.guard().report("span", broken);
    }
  }

  /** A candidate answers. */
  public void served(ProviderInfo provider, String model) {
    try {
      span.setAttribute(GenAi.FALLBACK_PROVIDER, provider.name());
      span.setAttribute(GenAi.FALLBACK_MODEL, model);
    } catch (Throwable broken) {
      instrumenter.guard().report("span", broken);
    }
  }

  /** The call ended: with this failure, or well. */
  public void end(@Nullable ErrorDetails failure) {
    if (failure == null) {
      finish(null, "");
    } else {
      finish(ErrorTypes.of(failure), failure.kind().explanation());
    }
  }

  /** The call ended by a bug, in this library or in what it was given. */
  public void fail(Throwable bug) {
    finish(bug.getClass().getName(), "The call ended by a bug.");
  }

  private void finish(@Nullable String errorType, String description) {
    if (ended.compareAndSet(false, true)) {
      guarded.outcome(errorType, description);
      guarded.end();
    }
  }
}
