package dev.telltale.observability;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;
import java.util.function.Function;

/** Does for log records what {@link SpanQueue} does for spans. */
final class LogQueue implements LogRecordProcessor {
  private final QueueAccount account;
  private final LogRecordProcessor batches;

  private LogQueue(QueueAccount account, LogRecordProcessor batches) {
    this.account = account;
    this.batches = batches;
  }

  static LogQueue before(
      LogRecordExporter exporter,
      QueueAccount account,
      Function<LogRecordExporter, LogRecordProcessor> batches) {
    return new LogQueue(account, batches.apply(settling(exporter, account)));
  }

  static LogQueue around(LogRecordProcessor batches, QueueAccount account) {
    return new LogQueue(account, batches);
  }

  static LogRecordExporter settling(LogRecordExporter exporter, QueueAccount account) {
    return new Settling(exporter, new BatchLedger(account));
  }

  @Override
  public void onEmit(Context context, ReadWriteLogRecord log) {
    if (account.admit(RecordSize.of(log.toLogRecordData()))) {
      batches.onEmit(context, log);
    }
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
    return "LogQueue[" + batches + "]";
  }

  private record Settling(LogRecordExporter exporter, BatchLedger ledger)
      implements LogRecordExporter {
    @Override
    public CompletableResultCode export(Collection<LogRecordData> logs) {
      long bytes = logs.stream().mapToLong(RecordSize::of).sum();
      return ledger.send(logs.size(), bytes, () -> exporter.export(logs));
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
