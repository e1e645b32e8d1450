package dev.telltale.observability;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The exporters of one SDK, each with a queue and a thread of its own for each signal, so that none
 * holds up another or the calls.
 */
final class Exports {
  private static final Duration METRIC_INTERVAL = Duration.ofMinutes(1);

  private final List<ExporterFlag> flags;
  private final long queueBytes;
  private final List<QueueAccount> accounts = new CopyOnWriteArrayList<>();
  private final List<Supplier<CompletableResultCode>> queues = new ArrayList<>();
  private final List<MetricReader> readers = new ArrayList<>();

  Exports(List<ExporterFlag> flags, ExportLimits limits) {
    this.flags = List.copyOf(flags);
    this.queueBytes = limits.queueBytes();
  }

  void addTo(AutoConfiguredOpenTelemetrySdkBuilder sdk) {
    sdk.addTracerProviderCustomizer(this::addSpans);
    sdk.addMeterProviderCustomizer(this::addMetrics);
    sdk.addLoggerProviderCustomizer(this::addLogs);
    for (ExporterFlag flag : flags) {
      flag.customize(sdk, this);
    }
  }

  /** Reports what is dropped as a metric of the SDK itself. */
  void countDrops(Meter meter) {
    LongCounter counter =
        meter
            .counterBuilder(GenAi.TELEMETRY_DROPPED)
            .setUnit("{record}")
            .setDescription("Spans and log records that were not exported")
            .build();
    accounts.forEach(account -> account.countInto(counter));
  }

  QueueAccount account(ExporterFlag flag, String signal, BatchSettings settings) {
    QueueAccount account = new QueueAccount(flag.name(), signal, settings.queueSize(), queueBytes);
    accounts.add(account);
    return account;
  }

  List<ExportStatus> status() {
    return accounts.stream().map(QueueAccount::status).toList();
  }

  /** Which exporters there are, and what became of what they were given. */
  String state() {
    String names = flags.stream().map(ExporterFlag::name).collect(Collectors.joining(", "));
    return (names.isEmpty() ? "none" : names) + (accounts.isEmpty() ? "" : "; " + status());
  }

  void closing() {
    flags.forEach(ExporterFlag::closing);
  }

  /** After the SDK is shut down, or has been given up. */
  void closed() {
    accounts.forEach(QueueAccount::close);
  }

  /** Has a queue that autoconfiguration made ended with the others. */
  void queue(Supplier<CompletableResultCode> shutdown) {
    queues.add(shutdown);
  }

  /** Sends what waits for the exporters and releases them; what comes later is counted as lost. */
  CompletableResultCode endQueues() {
    return CompletableResultCode.ofAll(queues.stream().map(Supplier::get).toList());
  }

  /** Ends what was started for an SDK that could not be built. */
  void abandon() {
    endQueues();
    readers.forEach(MetricReader::shutdown);
  }

  private SdkTracerProviderBuilder addSpans(SdkTracerProviderBuilder sdk, ConfigProperties config) {
    BatchSettings settings = BatchSettings.ofSpans(config);
    for (ExporterFlag flag : flags) {
      SpanProcessor processor = flag.spanProcessor();
      if (processor != null) {
        queues.add(processor::shutdown);
        sdk.addSpanProcessor(processor);
      }
      SpanExporter exporter = flag.spans(config);
      if (exporter != null) {
        QueueAccount account = account(flag, "spans", settings);
        SpanQueue queue = SpanQueue.before(exporter, account, settings::spans);
        queues.add(queue::shutdown);
        sdk.addSpanProcessor(queue);
      }
    }
    return sdk;
  }

  private SdkLoggerProviderBuilder addLogs(SdkLoggerProviderBuilder sdk, ConfigProperties config) {
    BatchSettings settings = BatchSettings.ofLogs(config);
    for (ExporterFlag flag : flags) {
      LogRecordExporter exporter = flag.logs(config);
      if (exporter != null) {
        QueueAccount account = account(flag, "logs", settings);
        LogRecordProcessor queue = LogQueue.before(exporter, account, settings::logs);
        queues.add(queue::shutdown);
        sdk.addLogRecordProcessor(queue);
      }
    }
    return sdk;
  }

  private SdkMeterProviderBuilder addMetrics(SdkMeterProviderBuilder sdk, ConfigProperties config) {
    Duration interval = config.getDuration(SdkFlags.METRIC_INTERVAL, METRIC_INTERVAL);
    for (ExporterFlag flag : flags) {
      MetricReader reader = flag.reader(config);
      if (reader != null) {
        readers.add(reader);
        sdk.registerMetricReader(reader);
      }
      MetricExporter exporter = flag.metrics(config);
      if (exporter != null) {
        MetricReader periodic =
            new DetachedReader(
                PeriodicMetricReader.builder(exporter).setInterval(interval).build());
        readers.add(periodic);
        sdk.registerMetricReader(periodic);
      }
    }
    return sdk;
  }
}
