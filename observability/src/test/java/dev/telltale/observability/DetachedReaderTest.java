package dev.telltale.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DetachedReaderTest {
  @Test
  void shutdownDoesNotWaitForAReaderThatHangs() {
    CountDownLatch over = new CountDownLatch(1);
    MetricReader reader = new DetachedReader(new Reader(() -> await(over)));

    CompletableResultCode result = reader.shutdown();

    assertThat(result.isDone()).isFalse();
    over.countDown();
    assertThat(result.join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
  }

  @Test
  void readerThatThrowsHasFailed() {
    Runnable broken =
        () -> {
          throw new NoClassDefFoundError("missing");
        };

    CompletableResultCode result = new DetachedReader(new Reader(broken)).shutdown();

    assertThat(result.join(20, TimeUnit.SECONDS).isSuccess()).isFalse();
    assertThat(result.isDone()).isTrue();
  }

  private static void await(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Reader(Runnable work) implements MetricReader {
    @Override
    public void register(CollectionRegistration registration) {}

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      work.run();
      return CompletableResultCode.ofSuccess();
    }
  }
}
