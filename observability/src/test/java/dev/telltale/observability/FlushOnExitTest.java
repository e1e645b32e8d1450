package dev.telltale.observability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent when a JVM exits without closing, by JVMs that do. */
@Timeout(60)
class FlushOnExitTest {
  @Test
  void exitSendsWhatIsLeft() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      assertThat(exit(receiver.baseUrl(), "flushOnExit")).isTrue();

      assertThat(receiver.spans).hasSize(1);
    }
  }

  @Test
  void withoutTheFlagNothingHoldsUpTheExit() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      assertThat(exit(receiver.baseUrl(), "plain")).isTrue();

      assertThat(receiver.spans).isEmpty();
    }
  }

  @Test
  void backendThatHangsDoesNotHoldUpTheExit() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertThat(exit("http://127.0.0.1:" + silent.getLocalPort(), "flushOnExit")).isTrue();
    }
  }

  /** Whether a JVM that reports a call and exits has gone before its watchdog. */
  private static boolean exit(String backend, String flag) throws Exception {
    Process process = ChildJvm.of(Exits.class, backend, flag).start();
    process.getInputStream().close();
    try {
      return process.waitFor(40, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  /** The program that exits: one span, whose batch would wait for an hour. */
  static final class Exits {
    private Exits() {}

    public static void main(String[] args) {
      Observability.Builder flags =
          Observability.builder()
              .otlp(args[0])
              .exportLimits(ExportLimits.builder().delay(Duration.ofHours(1)).build())
              .closeTimeout(Duration.ofSeconds(args[1].equals("flushOnExit") ? 5 : 1));
      if (args[1].equals("flushOnExit")) {
        flags.flushOnExit();
      }
      OpenTelemetry sdk = requireNonNull(flags.build().telemetry().openTelemetry());
      sdk.getTracer("dev.telltale").spanBuilder("chat m").startSpan().end();
      System.exit(0);
    }
  }
}
