package dev.telltale.observability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an Application Insights resource gets, by what the real exporter sends to loopback. */
@Timeout(60)
class AzureMonitorTest {
  private final IngestionServer ingestion = IngestionServer.start();

  @AfterEach
  void stop() {
    ingestion.close();
  }

  @Test
  void failedCallKeepsItsErrorTokensCostAndFinishReason() {
    report(
        sdk ->
            chat(sdk)
                .setAttribute(GenAi.ERROR_TYPE, "rate_limit_exceeded")
                .setAttribute(GenAi.USAGE_INPUT_TOKENS, 57L)
                .setAttribute(GenAi.USAGE_COST_AMOUNT, 0.25)
                .setAttribute(GenAi.RESPONSE_FINISH_REASONS, List.of("error"))
                .setStatus(StatusCode.ERROR, "The provider's rate limit was reached.")
                .end());

    Map<String, Object> call = only("RemoteDependencyData");
    assertThat(call).containsEntry("name", "chat m").containsEntry("success", false);
    assertThat(properties(call))
        .containsEntry("llm.error.type", "rate_limit_exceeded")
        .containsEntry("llm.error.message", "The provider's rate limit was reached.")
        .containsEntry("gen_ai.usage.input_tokens", "57")
        .containsEntry("gen_ai.usage.cost.amount", "0.25")
        .containsEntry("gen_ai.response.finish_reasons", "error");
  }

  @Test
  void structuredContentIsKeptAndIsInNoExceptionRow() {
    report(
        sdk ->
            chat(sdk)
                .setAttribute(
                    AttributeKey.valueKey("gen_ai.input.messages"),
                    Value.of(Map.of("content", Value.of("my secret prompt"))))
                .recordException(new IllegalStateException("broken"))
                .end());

    Map<String, Object> call = only("RemoteDependencyData");
    assertThat(properties(call).get("gen_ai.input.messages").toString())
        .contains("my secret prompt");
    assertThat(ingestion.data("ExceptionData")).isEmpty();
  }

  @Test
  void promptVariablesAreInNoExceptionRow() {
    report(
        sdk ->
            chat(sdk)
                .setAttribute("gen_ai.prompt.variable.customer", "my secret prompt")
                .recordException(new IllegalStateException("broken"))
                .end());

    assertThat(ingestion.data("RemoteDependencyData").toString()).contains("my secret prompt");
    assertThat(ingestion.data("ExceptionData")).isEmpty();
  }

  @Test
  void exceptionOfASpanWithoutContentIsARow() {
    report(sdk -> chat(sdk).recordException(new IllegalStateException("broken")).end());

    assertThat(ingestion.data("ExceptionData")).hasSize(1);
  }

  @Test
  void descriptionOfOthersStaysOut() {
    report(
        sdk ->
            sdk.getTracer("other")
                .spanBuilder("POST")
                .startSpan()
                .setStatus(StatusCode.ERROR, "my secret prompt")
                .end());

    assertThat(ingestion.items.toString()).doesNotContain("my secret prompt");
  }

  @Test
  void eventKeepsItsNameAndBody() {
    report(
        sdk -> {
          log(sdk).setEventName("llm.named").emit();
          log(sdk).setEventName("llm.full").setBody(Value.of(Map.of("a", Value.of(1L)))).emit();
        });

    assertThat(ingestion.data("MessageData"))
        .extracting(message -> message.get("message"))
        .containsExactlyInAnyOrder("llm.named", "{\"a\":1}");
    assertThat(ingestion.data("MessageData"))
        .extracting(message -> properties(message).get("event.name"))
        .containsExactlyInAnyOrder("llm.named", "llm.full");
  }

  @Test
  void metricsAndServiceNameArrive() {
    report(sdk -> sdk.getMeter("test").counterBuilder("llm.retries").build().add(3));

    assertThat(ingestion.data("MetricData").toString()).contains("llm.retries");
    assertThat(ingestion.items.get(0).get("tags").toString()).contains("ai.cloud.role=shop-7");
  }

  @Test
  void otherExportersGetTheirOwn() {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      Observability observability =
          builder().otlp(receiver.baseUrl()).azureMonitor(ingestion.connectionString()).build();
      chat(sdk(observability)).end();
      observability.close();

      assertThat(receiver.spans).hasSize(1);
      assertThat(ingestion.data("RemoteDependencyData")).hasSize(1);
      assertThat(observability.exports())
          .filteredOn(status -> status.signal().equals("spans"))
          .extracting(ExportStatus::exporter, ExportStatus::exported)
          .containsExactlyInAnyOrder(tuple("otlp", 1L), tuple("azureMonitor", 1L));
    }
  }

  @Test
  void connectionStringMayComeFromTheEnvironment() {
    Map<String, String> environment =
        Map.of("applicationinsights.connection.string", ingestion.connectionString());
    try (Observability observability = builder().azureMonitor().environment(environment).build()) {
      chat(sdk(observability)).end();
    }

    assertThat(ingestion.data("RemoteDependencyData")).hasSize(1);
  }

  @Test
  void withoutConnectionStringItIsRefused() {
    assertThatThrownBy(() -> builder().azureMonitor().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("APPLICATIONINSIGHTS_CONNECTION_STRING");
  }

  @Test
  void connectionStringThatIsNoneIsRefusedWithoutEcho() {
    assertThatThrownBy(() -> builder().azureMonitor("s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IngestionEndpoint=https://me:s3cret@host/",
        "IngestionEndpoint=ftp://s3cret/",
        "IngestionEndpoint=s3cret",
        "IngestionEndpoint=https://ho st/s3cret",
        "ingestionendpoint=https://host/?key=s3cret",
        "LiveEndpoint=https://me:s3cret@host/",
        "ProfilerEndpoint=https://ho st/s3cret",
        "EndpointSuffix=s3 cret s3cret"
      })
  void endpointThatIsNoneIsRefusedWithoutEcho(String endpoint) {
    String connectionString = "InstrumentationKey=" + new UUID(0, 7) + ";" + endpoint;
    Map<String, String> environment =
        Map.of("applicationinsights.connection.string", connectionString);

    assertThatThrownBy(() -> builder().azureMonitor(connectionString).build())
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(AzureMonitorTest::saysNoSecret);
    assertThatThrownBy(() -> builder().azureMonitor().environment(environment).build())
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(AzureMonitorTest::saysNoSecret);
  }

  private static void saysNoSecret(Throwable refusal) {
    StringWriter trace = new StringWriter();
    refusal.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("s3cret").contains("connection string");
  }

  private void report(Consumer<OpenTelemetry> work) {
    try (Observability observability =
        builder().azureMonitor(ingestion.connectionString()).build()) {
      work.accept(sdk(observability));
    }
  }

  private Map<String, Object> only(String type) {
    List<Map<String, Object>> data = ingestion.data(type);
    assertThat(data).hasSize(1);
    return data.get(0);
  }

  private static Map<String, Object> properties(Map<String, Object> data) {
    return IngestionServer.object(data.get("properties"));
  }

  private static Observability.Builder builder() {
    return Observability.builder().serviceName("shop-7").closeTimeout(Duration.ofSeconds(30));
  }

  private static OpenTelemetry sdk(Observability observability) {
    return requireNonNull(observability.telemetry().openTelemetry());
  }

  private static Span chat(OpenTelemetry sdk) {
    return sdk.getTracer("dev.telltale")
        .spanBuilder("chat m")
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute(GenAi.SERVER_ADDRESS, "api.example")
        .startSpan();
  }

  private static LogRecordBuilder log(OpenTelemetry sdk) {
    return sdk.getLogsBridge().get("dev.telltale").logRecordBuilder();
  }
}
