package dev.telltale.observability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What spans with 64 KiB of content each, 10,000 in a second, take of a heap of 256 MB while the
 * backend says nothing.
 */
@Tag("slow")
@Timeout(300)
class BoundedMemoryTest {
  private static final long MIB = 1 << 20;
  private static final Pattern REPORT = Pattern.compile("added (-?\\d+) bytes");

  @Test
  void unsentSpansTakeLessThan50Mebibytes() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Process process =
          ChildJvm.of(Flood.class, "http://127.0.0.1:" + silent.getLocalPort())
              .jvmArguments("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError")
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      Matcher report = REPORT.matcher(output);
      assertThat(report.find()).as(output).isTrue();
      assertThat(Long.parseLong(report.group(1))).as(output).isLessThan(50 * MIB);
      System.out.print(output);
    }
  }

  /** Reports spans at a rate and says what they take while they wait. */
  static final class Flood {
    private static final int RATE = 10_000;
    private static final int SECONDS = 20;
    private static final int PER_STEP = 100;
    private static final int CONTENT = 64 << 10;

    private Flood() {}

    public static void main(String[] args) {
      Observability observability =
          Observability.builder()
              .otlp(args[0])
              .exportLimits(ExportLimits.builder().delay(Duration.ofMillis(100)).build())
              .closeTimeout(Duration.ofMillis(100))
              .build();
      Tracer tracer =
          requireNonNull(observability.telemetry().openTelemetry()).getTracer("dev.telltale");
      send(tracer, 1);
      long before = live();
      long start = System.nanoTime();
      long most = 0;
      for (int sent = 0; sent < RATE * SECONDS; sent += PER_STEP) {
        long due = start + sent * Duration.ofSeconds(1).toNanos() / RATE;
        LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
        send(tracer, PER_STEP);
        if (sent % (RATE * 4) == RATE) {
          most = Math.max(most, live());
        }
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      most = Math.max(most, live());
      System.out.printf(
          "%d spans in %d ms, added %d bytes, %s%n",
          RATE * SECONDS, millis, most - before, observability.exports().get(0));
      observability.close();
    }

    private static void send(Tracer tracer, int count) {
      for (int i = 0; i < count; i++) {
        tracer
            .spanBuilder("chat m")
            .setAttribute(AttributeKey.stringKey("gen_ai.input.messages"), "x".repeat(CONTENT))
            .startSpan()
            .end();
      }
    }

    private static long live() {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return runtime.totalMemory() - runtime.freeMemory();
    }
  }
}
