package dev.telltale.observability;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.lang.System.Logger;

/**
 * Shuts a metric reader down on a thread of its own. A periodic one sends the last metrics then,
 * and an exporter that hangs would keep those of others, which are shut down after it, from theirs.
 */
record DetachedReader(MetricReader reader) implements MetricReader {
  private static final Logger LOGGER = System.getLogger(DetachedReader.class.getName());

  @Override
  public void register(CollectionRegistration registration) {
    reader.register(registration);
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return reader.getAggregationTemporality(type);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType type) {
    return reader.getDefaultAggregation(type);
  }

  @Override
  public MemoryMode getMemoryMode() {
    return reader.getMemoryMode();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return reader.forceFlush();
  }

  @Override
  public CompletableResultCode shutdown() {
    CompletableResultCode result = new CompletableResultCode();
    Thread thread = new Thread(() -> shutDown(result), "telltale-metrics-close");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private void shutDown(CompletableResultCode result) {
    try {
      CompletableResultCode ended = reader.shutdown();
      ended.whenComplete(
          () -> {
            if (ended.isSuccess()) {
              result.succeed();
            } else {
              result.fail();
            }
          });
    } catch (RuntimeException | LinkageError e) {
      // Guard point: an exporter is anyone's code, and closing must go on.
      LOGGER.log(Logger.Level.WARNING, "A telemetry exporter failed to close.", e);
      result.fail();
    }
  }
}
