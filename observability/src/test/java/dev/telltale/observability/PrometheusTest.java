package dev.telltale.observability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PrometheusTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void servesWhatWasMeasured() throws Exception {
    try (Observability observability = Observability.builder().prometheus(0).build()) {
      count(observability);

      HttpResponse<String> response = get(observability.prometheusPort().orElseThrow());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      assertThat(response.body()).contains("llm_cost_usd_total{").contains(" 0.25\n");
    }
  }

  @Test
  void histogramsHaveTheBucketsOfTheConventions() throws Exception {
    try (Observability observability = Observability.builder().prometheus(0).build()) {
      requireNonNull(observability.telemetry().openTelemetry())
          .getMeter("dev.telltale")
          .histogramBuilder("gen_ai.client.operation.duration")
          .setUnit("s")
          .build()
          .record(0.3);

      assertThat(get(observability.prometheusPort().orElseThrow()).body())
          .contains("gen_ai_client_operation_duration_seconds_bucket{");
    }
  }

  @Test
  void portIsFreeAfterClose() {
    Observability observability = Observability.builder().prometheus(0).build();
    int port = observability.prometheusPort().orElseThrow();

    observability.close();

    assertThatThrownBy(() -> get(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void takenPortIsRefusedAtBuild() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Observability.Builder flags = Observability.builder().prometheus(taken.getLocalPort());

      assertThatThrownBy(flags::build)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("prometheus(..) cannot listen at port " + taken.getLocalPort());
    }
  }

  @Test
  void environmentDecidesTheAddress() {
    Map<String, String> environment =
        Map.of("otel.exporter.prometheus.host", "localhost", "otel.exporter.prometheus.port", "0");

    try (Observability observability =
        Observability.builder().prometheus("192.0.2.1", 1).environment(environment).build()) {
      assertThat(observability.prometheusPort().orElseThrow()).isGreaterThan(1);
    }
  }

  @Test
  void scrapeIsForAServerOfTheApplication() {
    try (Observability observability = Observability.builder().prometheus().build()) {
      count(observability);

      PrometheusScrape scrape = observability.scrape("application/openmetrics-text;version=1.0.0");

      assertThat(scrape.contentType()).startsWith("application/openmetrics-text");
      assertThat(new String(scrape.body(), StandardCharsets.UTF_8))
          .contains("llm_cost_usd_total{")
          .endsWith("# EOF\n");
      assertThat(observability.prometheusPort()).isEmpty();
    }
  }

  @Test
  void eachObservabilityShowsItsOwnMetrics() {
    Observability.Builder builder = Observability.builder().prometheus();

    try (Observability first = builder.build();
        Observability second = builder.build()) {
      count(first);

      assertThat(text(first)).contains("llm_cost_usd_total{");
      assertThat(text(second)).doesNotContain("llm_cost_usd_total{");
    }
  }

  @Test
  void scrapeWithoutTheFlagIsRefused() {
    try (Observability observability = Observability.builder().build()) {
      assertThatThrownBy(() -> observability.scrape(null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("prometheus()");
    }
  }

  @Test
  void portThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Observability.builder().prometheus(65_536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String text(Observability observability) {
    return new String(observability.scrape(null).body(), StandardCharsets.UTF_8);
  }

  private HttpResponse<String> get(int port) throws Exception {
    URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void count(Observability observability) {
    requireNonNull(observability.telemetry().openTelemetry())
        .getMeter("dev.telltale")
        .counterBuilder("llm.cost.usd")
        .ofDoubles()
        .setUnit("{USD}")
        .build()
        .add(0.25);
  }
}
