package dev.telltale.observability;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** An exporter that fails, by an exception or by what it returns. */
record ThrowingSpans(boolean throwing) implements SpanExporter {
  static ThrowingSpans now() {
    return new ThrowingSpans(true);
  }

  static ThrowingSpans later() {
    return new ThrowingSpans(false);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    if (throwing) {
      throw new IllegalStateException("broken exporter");
    }
    return CompletableResultCode.ofFailure();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
