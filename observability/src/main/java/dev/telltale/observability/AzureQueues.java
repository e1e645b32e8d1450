package dev.telltale.observability;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the queues of exporters that autoconfiguration makes, and has records adapted to them. It
 * makes an exporter first and its batch processor then; there are none but Azure Monitor's.
 */
final class AzureQueues {
  private final AzureMonitorFlag flag;
  private final Exports exports;
  private @Nullable QueueAccount spans; // Both of the thread that builds the SDK.
  private @Nullable QueueAccount logs;

  AzureQueues(AzureMonitorFlag flag, Exports exports) {
    this.flag = flag;
    this.exports = exports;
  }

  SpanExporter spans(SpanExporter exporter, ConfigProperties config) {
    QueueAccount account = exports.account(flag, "spans", BatchSettings.ofSpans(config));
    spans = account;
    return SpanQueue.settling(new AzureSpans(exporter), account);
  }

  SpanProcessor spanQueue(SpanProcessor processor, ConfigProperties config) {
    if (spans == null || !(processor instanceof BatchSpanProcessor)) {
      return processor;
    }
    SpanQueue queue = SpanQueue.around(processor, spans);
    exports.queue(queue::shutdown);
    return queue;
  }

  LogRecordExporter logs(LogRecordExporter exporter, ConfigProperties config) {
    QueueAccount account = exports.account(flag, "logs", BatchSettings.ofLogs(config));
    logs = account;
    return LogQueue.settling(new AzureLogs(exporter), account);
  }

  LogRecordProcessor logQueue(LogRecordProcessor processor, ConfigProperties config) {
    if (logs == null || !(processor instanceof BatchLogRecordProcessor)) {
      return processor;
    }
    LogQueue queue = LogQueue.around(processor, logs);
    exports.queue(queue::shutdown);
    return queue;
  }
}
