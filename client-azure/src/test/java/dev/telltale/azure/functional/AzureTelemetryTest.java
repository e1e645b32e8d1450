package dev.telltale.azure.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.Telemetry;
import dev.telltale.azure.AzureOpenAi;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.BilledCall;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Azure's own attributes against docs/telemetry.md, both ways, and the model of a deployment. */
@Timeout(10)
final class AzureTelemetryTest {
  private static final String FOUND =
      "\"violence\":{\"filtered\":true,\"severity\":\"high\"},"
          + "\"A prompt!\":{\"filtered\":true,\"severity\":\"high\"}";

  private static final String NOT_RUN = "\"error\":{\"code\":\"content_filter_error\"}";

  @StartStop private final MockWebServer server = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private final List<BilledCall> billed = new ArrayList<>();

  @AfterEach
  void close() {
    recorded.close();
  }

  @Test
  void docsListExactlyWhatAzureAdds() throws IOException {
    answer("my-gpt", FOUND);
    answer("my-gpt", NOT_RUN);

    chat();
    chat();

    Map<String, String> emitted = new TreeMap<>();
    for (SpanData span : recorded.spans()) {
      span.getAttributes()
          .forEach(
              (key, value) -> {
                if (key.getKey().contains("azure.")) {
                  emitted.put(key.getKey(), name(key.getType()));
                }
              });
    }
    assertThat(emitted).isEqualTo(documented());
  }

  @Test
  void onlyWhatLooksLikeNamesIsReported() {
    answer("my-gpt", FOUND);

    chat();

    assertThat(recorded.span().getAttributes().toString())
        .contains("[violence:high]")
        .doesNotContain("A prompt");
  }

  @Test
  void declaredModelIsReportedWhereTheAnswerNamesNone() {
    answer("", "");
    answer("my-gpt", "");
    answer("gpt-4o-mini-2024-07-18", "");

    chat();
    chat();
    chat();

    assertThat(recorded.spans())
        .extracting(span -> span.getAttributes().get(GenAi.RESPONSE_MODEL))
        .containsExactly("gpt-4o-mini", "gpt-4o-mini", "gpt-4o-mini-2024-07-18");
    assertThat(recorded.spans())
        .extracting(span -> span.getAttributes().get(GenAi.REQUEST_MODEL))
        .containsOnly("my-gpt");
  }

  @Test
  void declaredModelIsBilledWhateverTheAnswerNames() {
    answer("gpt-4", "");

    ChatResponse response = chat();

    assertThat(response.model()).isEqualTo("gpt-4");
    assertThat(response.cost().usd()).hasValue(new BigDecimal("0.01"));
    assertThat(billed).hasSize(1);
    assertThat(billed.get(0).provider()).isEqualTo("azure.ai.openai");
    assertThat(billed.get(0).responseModel()).isEqualTo("gpt-4o-mini");
  }

  private ChatResponse chat() {
    Telemetry telemetry =
        Telemetry.builder()
            .openTelemetry(recorded.openTelemetry())
            .costModel(
                call -> {
                  billed.add(call);
                  return Cost.of(new BigDecimal("0.01"), "v7", List.of());
                })
            .build();
    AzureOpenAi.Builder azure =
        AzureOpenAi.builder()
            .endpoint(server.url("/").toString())
            .deployment("my-gpt")
            .deploymentModel("my-gpt", "gpt-4o-mini");
    try (ChatClient client = ClientRig.builder(azure.build()).telemetry(telemetry).build()) {
      return client.chat("Porto?");
    }
  }

  private void answer(String model, String verdict) {
    String filters = "\"content_filter_results\":{" + verdict + "}";
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body(
                "{\"model\":\"%s\",\"choices\":[{\"index\":0,%2$s,\"finish_reason\":\"stop\","
                        .formatted(model, filters)
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"Porto\"}}],"
                    + "\"prompt_filter_results\":[{"
                    + filters
                    + "}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}")
            .build());
  }

  /** Name to type, as the table of the section says. */
  private static Map<String, String> documented() throws IOException {
    Path docs = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs");
    Map<String, String> documented = new TreeMap<>();
    boolean inSection = false;
    for (String line : Files.readAllLines(docs.resolve("telemetry.md"))) {
      if (line.startsWith("## ")) {
        inSection = line.equals("## Azure OpenAI");
      } else if (inSection && line.startsWith("| `")) {
        String[] cells = line.split("\\|", -1);
        documented.put(cells[1].strip().replace("`", ""), cells[2].strip());
      }
    }
    return documented;
  }

  private static String name(AttributeType type) {
    return type == AttributeType.STRING_ARRAY ? "string[]" : type.name().toLowerCase(Locale.ROOT);
  }
}
