package dev.telltale.observability.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.observability.Observability;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.rig.ClientRig;
import dev.telltale.telemetry.Conventions;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import io.opentelemetry.api.common.AttributeKey;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether the dashboards ask for names that there are; their queries are run elsewhere. */
@Timeout(20)
class DashboardsTest {
  private static final Path DASHBOARDS =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs/dashboards");

  private static final Pattern METRIC = Pattern.compile("\\b(?:gen_ai_client|llm)_\\w+(?=[\\[{)])");
  private static final Pattern DIMENSION =
      Pattern.compile("customDimensions\\[\\\\\"([^\\\\]+)\\\\\"]");

  @Test
  void everyMetricOfTheDashboardIsScraped() throws IOException {
    Set<String> asked = found(METRIC, "grafana.json", 0);
    // Nothing is dropped here; FlagsTest holds its name.
    asked.remove("llm_client_telemetry_dropped_total");

    String scraped = scrapeOfCalls();

    assertThat(asked)
        .hasSizeGreaterThan(10)
        .allSatisfy(name -> assertThat(scraped).contains("\n" + name + "{"));
  }

  @Test
  void finishReasonsAndHeadroomAreThereByDefault() {
    try (ScriptedServer server = ScriptedServer.start();
        Observability observability = Observability.builder().prometheus().build();
        ChatClient client = client(server, observability)) {
      client.chat("Name three rivers.");

      assertThat(scrape(observability))
          .contains("llm_client_finish_reasons_total{")
          .contains("llm_client_rate_limit_remaining_requests{")
          .contains("llm_client_rate_limit_remaining_tokens{");
    }
  }

  @Test
  void everyDimensionOfTheWorkbookIsAnAttribute() throws Exception {
    Set<String> known = new TreeSet<>();
    for (Field field : GenAi.class.getFields()) {
      if (field.get(null) instanceof AttributeKey<?> key) {
        known.add(key.getKey());
      }
    }

    Set<String> asked = found(DIMENSION, "azure-workbook.json", 1);

    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(known).containsAll(asked);
  }

  private static Set<String> found(Pattern pattern, String file, int group) throws IOException {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(Files.readString(DASHBOARDS.resolve(file)));
    while (matcher.find()) {
      found.add(matcher.group(group));
    }
    return found;
  }

  private static String scrapeOfCalls() {
    TelemetryOptions options =
        TelemetryOptions.builder().conventions(Conventions.BOTH).dashboardMetrics().build();
    try (ScriptedServer server = ScriptedServer.start();
        Observability observability =
            Observability.builder().prometheus().options(options).build();
        ChatClient client = client(server, observability)) {
      server.enqueue(
          Scripted.rateLimited(Duration.ZERO),
          Scripted.answer("Douro.").usage(57, 102).cachedTokens(32).reasoningTokens(64),
          Scripted.answer("Tejo.").model("house-7b"),
          Scripted.stream("Dou", "ro"),
          Scripted.cutStream("Dou"));
      client.chat("Name three rivers.");
      client.chat(ChatRequest.builder().model("house-7b").user("Name three rivers.").build());
      client.stream("Name three rivers.").forEachText(text -> {});
      try {
        client.stream("Name three rivers.").forEachText(text -> {});
      } catch (LlmException cut) {
        // It is one of the things that the dashboard shows.
      }
      return scrape(observability);
    }
  }

  private static String scrape(Observability observability) {
    return new String(observability.scrape(null).body(), StandardCharsets.UTF_8);
  }

  private static ChatClient client(ScriptedServer server, Observability observability) {
    return ChatClient.builder(
            OpenAi.builder()
                .apiKey(ClientRig.KEY)
                .baseUrl(server.baseUrl())
                .profile(CompatProfile.OPENAI)
                .model("gpt-5-mini")
                .build())
        .telemetry(observability.telemetry())
        .retry(RetryPolicy.builder().backoff(Duration.ofMillis(1), Duration.ofMillis(1)).build())
        .build();
  }
}
