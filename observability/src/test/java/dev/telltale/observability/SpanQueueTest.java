package dev.telltale.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SpanQueueTest {
  private static final long ROOM = 1L << 30;
  private static final int KIBI = 1024;

  private final Unfinished backend = new Unfinished();

  @Test
  void queueIsBoundedByItsRecords() {
    QueueAccount account = new QueueAccount("otlp", "spans", 10, ROOM);
    SdkTracerProvider sdk = sdk(account);

    spans(sdk, 25, 10);

    assertThat(account.status().queued()).isEqualTo(10);
    assertThat(account.status().dropped()).isEqualTo(Map.of("queue_full", 15L));
  }

  @Test
  void queueIsBoundedByItsBytes() {
    QueueAccount account = new QueueAccount("otlp", "spans", 1_000, 1_000 * KIBI);
    SdkTracerProvider sdk = sdk(account);

    spans(sdk, 25, 100 * KIBI); // About 200 KiB each, at two bytes per character.

    assertThat(account.status().queued()).isEqualTo(4);
    assertThat(account.status().dropped()).isEqualTo(Map.of("queue_bytes", 21L));
  }

  @Test
  void finishedBatchMakesRoom() throws InterruptedException {
    QueueAccount account = new QueueAccount("otlp", "spans", 10, ROOM);
    SdkTracerProvider sdk = sdk(account);

    spans(sdk, 10, 10);
    CompletableResultCode sent = sdk.forceFlush();
    backend.next().succeed();
    sent.join(10, TimeUnit.SECONDS);
    spans(sdk, 3, 10);

    assertThat(account.status().exported()).isEqualTo(10);
    assertThat(account.status().queued()).isEqualTo(3);
    assertThat(account.status().dropped()).isEmpty();
  }

  @Test
  void failedBatchIsCountedAndMakesRoom() throws InterruptedException {
    QueueAccount account = new QueueAccount("otlp", "spans", 10, ROOM);
    SdkTracerProvider sdk = sdk(account);

    spans(sdk, 10, 10);
    CompletableResultCode sent = sdk.forceFlush();
    backend.next().fail();
    sent.join(10, TimeUnit.SECONDS);
    spans(sdk, 3, 10);

    assertThat(account.status().queued()).isEqualTo(3);
    assertThat(account.status().dropped()).isEqualTo(Map.of("export_failed", 10L));
  }

  @Test
  void batchThatNeverEndsIsGivenUpWhenTheNextIsDue() throws InterruptedException {
    QueueAccount account = new QueueAccount("otlp", "spans", 10, ROOM);
    SdkTracerProvider sdk = sdk(account);

    spans(sdk, 4, 10);
    sdk.forceFlush().join(10, TimeUnit.SECONDS);
    CompletableResultCode first = backend.next();
    spans(sdk, 5, 10);
    backend.nextOf(sdk).succeed();
    first.succeed();
    awaitExported(account, 5);

    assertThat(account.status().exported()).isEqualTo(5);
    assertThat(account.status().dropped()).isEqualTo(Map.of("export_timeout", 4L));
  }

  @Test
  void nothingIsLostFromTheAccount() throws Exception {
    QueueAccount account = new QueueAccount("otlp", "spans", 50, ROOM);
    backend.answerAtOnce = true;
    SdkTracerProvider sdk = sdk(account);
    CountDownLatch done = new CountDownLatch(8);

    for (int i = 0; i < 8; i++) {
      Thread thread = new Thread(() -> spansThen(sdk, 2_000, done));
      thread.start();
    }
    done.await();
    sdk.shutdown().join(10, TimeUnit.SECONDS);
    spans(sdk, 5, 10);

    ExportStatus status = account.status();
    long dropped = status.dropped().values().stream().mapToLong(Long::longValue).sum();
    assertThat(status.exported()).isEqualTo(backend.seen.get()).isPositive();
    // The SDK hands over nothing after its shutdown.
    assertThat(status.exported() + dropped + status.queued()).isEqualTo(16_000);
  }

  @Test
  void whatIsHeldAtCloseIsCountedAsLost() {
    QueueAccount account = new QueueAccount("otlp", "spans", 10, ROOM);
    SdkTracerProvider sdk = sdk(account);
    spans(sdk, 7, 10);

    account.close();
    account.close();

    assertThat(account.status().queued()).isZero();
    assertThat(account.status().dropped()).isEqualTo(Map.of("closed", 7L));
  }

  /** The worker may learn of an export's end after the test has said it; the watchdog ends this. */
  private static void awaitExported(QueueAccount account, int spans) {
    while (account.status().exported() < spans) {
      Thread.onSpinWait();
    }
  }

  private SdkTracerProvider sdk(QueueAccount account) {
    SpanQueue queue = SpanQueue.before(backend, account, SpanQueueTest::batches);
    return SdkTracerProvider.builder().addSpanProcessor(queue).build();
  }

  private static SpanProcessor batches(SpanExporter exporter) {
    return BatchSpanProcessor.builder(exporter)
        .setScheduleDelay(Duration.ofDays(1))
        .setExporterTimeout(Duration.ofMillis(200))
        .setMaxQueueSize(5_000)
        .setMaxExportBatchSize(5_000)
        .build();
  }

  private static void spansThen(SdkTracerProvider sdk, int count, CountDownLatch done) {
    spans(sdk, count, 10);
    done.countDown();
  }

  private static void spans(SdkTracerProvider sdk, int count, int characters) {
    Tracer tracer = sdk.get("test");
    String text = "x".repeat(characters);
    for (int i = 0; i < count; i++) {
      tracer.spanBuilder("chat").setAttribute("text", text).startSpan().end();
    }
  }

  /** Lets the test say how each export ends. */
  private static final class Unfinished implements SpanExporter {
    private final BlockingQueue<CompletableResultCode> results = new LinkedBlockingQueue<>();
    private volatile boolean answerAtOnce;
    private final AtomicLong seen = new AtomicLong();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      seen.addAndGet(spans.size());
      CompletableResultCode result = new CompletableResultCode();
      if (answerAtOnce) {
        return result.succeed();
      }
      results.add(result);
      return result;
    }

    private CompletableResultCode next() throws InterruptedException {
      return results.take();
    }

    /** The next export, asked for until it comes: a flush may still be the one before. */
    private CompletableResultCode nextOf(SdkTracerProvider sdk) throws InterruptedException {
      CompletableResultCode next = null;
      while (next == null) {
        sdk.forceFlush();
        next = results.poll(50, TimeUnit.MILLISECONDS);
      }
      return next;
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
}
