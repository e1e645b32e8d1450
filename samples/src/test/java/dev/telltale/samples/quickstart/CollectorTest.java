package dev.telltale.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.testing.ScriptedServer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole program in a JVM of its own, as OpenTelemetry reads the real environment. */
@Timeout(20)
class CollectorTest {
  @StartStop private final MockWebServer collector = new MockWebServer();
  @TempDir private Path folder;

  @Test
  void spansAndMetricsReachTheCollector() throws Exception {
    for (int i = 0; i < 10; i++) {
      collector.enqueue(new MockResponse.Builder().build());
    }

    String out = run(0, collector.url("/").toString());

    assertThat(out).contains("go to the collector at " + collector.url("/"));
    assertThat(received()).contains("/v1/traces", "/v1/metrics");
  }

  @Test
  void unreachableCollectorSpoilsNothing() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }

    try (ScriptedServer server = ScriptedServer.start()) {
      String collector = "http://127.0.0.1:" + port;

      String out = run(0, collector, "--base-url", server.baseUrl(), "--model", "llama3.2");

      assertThat(out).contains("1. A plain call", "2. A streamed call", "Tokens");
      assertThat(Files.readString(err()).lines())
          .singleElement()
          .asString()
          .startsWith("quickstart: A telemetry backend did not answer within 2 s;");
    }
  }

  @Test
  void unusableCollectorAddressIsRefused() throws Exception {
    run(2, "localhost:4318");

    assertThat(Files.readString(err()).lines()).singleElement().asString().contains("OTEL_");
  }

  private Stream<String> received() throws InterruptedException {
    Stream.Builder<String> paths = Stream.builder();
    for (int i = collector.getRequestCount(); i > 0; i--) {
      RecordedRequest request = collector.takeRequest();
      paths.add(request.getUrl().encodedPath());
    }
    return paths.build();
  }

  private String run(int exitCode, String endpoint, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(QuickStart.class.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err().toFile());
    builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    Process process = builder.start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as("%s", out).isEqualTo(exitCode);
      return out;
    } finally {
      process.destroyForcibly();
    }
  }

  private Path err() {
    return folder.resolve("err");
  }
}
