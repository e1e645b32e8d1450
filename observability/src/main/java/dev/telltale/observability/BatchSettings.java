package dev.telltale.observability;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** How the batch processors of one signal work, as OpenTelemetry's variables say it. */
record BatchSettings(int queueSize, int batchSize, Duration delay, Duration timeout) {
  private static final String SPANS = "otel.bsp";
  private static final String LOGS = "otel.blrp";
  private static final String QUEUE_SIZE = ".max.queue.size";
  private static final String BATCH_SIZE = ".max.export.batch.size";
  private static final String DELAY = ".schedule.delay";
  private static final String TIMEOUT = ".export.timeout";

  static BatchSettings ofSpans(ConfigProperties config) {
    return of(config, SPANS, Duration.ofSeconds(5));
  }

  static BatchSettings ofLogs(ConfigProperties config) {
    return of(config, LOGS, Duration.ofSeconds(1));
  }

  /** The limits as properties, without those that the environment sets. */
  static Map<String, String> properties(ExportLimits limits, ConfigProperties environment) {
    Map<String, String> properties = new TreeMap<>();
    for (String signal : new String[] {SPANS, LOGS}) {
      limits.queueSize().ifPresent(size -> properties.put(signal + QUEUE_SIZE, "" + size));
      limits.batchSize().ifPresent(size -> properties.put(signal + BATCH_SIZE, "" + size));
      limits.delay().ifPresent(time -> properties.put(signal + DELAY, "" + time.toMillis()));
      limits.timeout().ifPresent(time -> properties.put(signal + TIMEOUT, "" + time.toMillis()));
    }
    properties.keySet().removeIf(name -> environment.getString(name) != null);
    return properties;
  }

  SpanProcessor spans(SpanExporter exporter) {
    return BatchSpanProcessor.builder(exporter)
        .setMaxQueueSize(queueSize)
        .setMaxExportBatchSize(batchSize)
        .setScheduleDelay(delay)
        .setExporterTimeout(timeout)
        .build();
  }

  LogRecordProcessor logs(LogRecordExporter exporter) {
    return BatchLogRecordProcessor.builder(exporter)
        .setMaxQueueSize(queueSize)
        .setMaxExportBatchSize(batchSize)
        .setScheduleDelay(delay)
        .setExporterTimeout(timeout)
        .build();
  }

  private static BatchSettings of(ConfigProperties config, String signal, Duration delay) {
    int queueSize = config.getInt(signal + QUEUE_SIZE, 2_048);
    return new BatchSettings(
        queueSize,
        Math.min(queueSize, config.getInt(signal + BATCH_SIZE, 512)),
        config.getDuration(signal + DELAY, delay),
        config.getDuration(signal + TIMEOUT, Duration.ofSeconds(30)));
  }
}
