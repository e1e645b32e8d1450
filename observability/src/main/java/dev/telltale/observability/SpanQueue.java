package dev.telltale.observability;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.function.Function;

/**
 * Bounds the spans that wait for an exporter by their number and their bytes, and knows what became
 * of each. The thread that ends a span does no more than count it and queue it.
 */
final class SpanQueue implements SpanProcessor {
  private final QueueAccount account;
  private final SpanProcessor batches;

  private SpanQueue(QueueAccount account, SpanProcessor batches) {
    this.account = account;
    this.batches = batches;
  }

  /**
   * Puts a queue before an exporter.
   *
   * @param batches makes the batch processor of the exporter it is given
   */
  static SpanQueue before(
      SpanExporter exporter, QueueAccount account, Function<SpanExporter, SpanProcessor> batches) {
    return new SpanQueue(account, batches.apply(settling(exporter, account)));
  }

  /** Puts a queue before a batch processor whose exporter is a {@link #settling} one. */
  static SpanQueue around(SpanProcessor batches, QueueAccount account) {
    return new SpanQueue(account, batches);
  }

  /** Wraps an exporter so that its batches are settled in the account. */
  static SpanExporter settling(SpanExporter exporter, QueueAccount account) {
    return new Settling(exporter, new BatchLedger(account));
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getSpanContext().isSampled() && account.admit(RecordSize.of(span.toSpanData()))) {
      batches.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batches.forceFlush();
  }

  @Override
  public CompletableResultCode shutdown() {
    CompletableResultCode result = batches.shutdown();
    result.whenComplete(account::close);
    return result;
  }

  @Override
  public String toString() {
    return "SpanQueue[" + batches + "]";
  }

  private record Settling(SpanExporter exporter, BatchLedger ledger) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      long bytes = spans.stream().mapToLong(RecordSize::of).sum();
      return ledger.send(spans.size(), bytes, () -> exporter.export(spans));
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}
