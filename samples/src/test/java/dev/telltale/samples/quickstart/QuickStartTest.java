package dev.telltale.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class QuickStartTest {
  @Test
  void scriptedTourShowsAnswersReportsAndMetrics() {
    CapturedRun run = CapturedRun.of();

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsSubsequence(
            "scripted server on this machine",
            "nothing costs money",
            "1. A plain call",
            "The Douro, the Danube and the Dnipro.\n",
            "chat gpt-5-mini",
            "2. A streamed call",
            "which way to steer.\n",
            "chat gpt-5-mini",
            "3. A call that fails",
            "chat gpt-5-mini",
            "ContentFilteredException",
            "4. A call that the provider limits",
            "Ahoy, in the second attempt.\n",
            "chat gpt-5-mini",
            "2 attempts: HTTP 429, waited 0.025 s, HTTP 200",
            "measured over all calls",
            "Calls\n",
            "Tokens\n",
            "Cost\n",
            "gpt-5-mini",
            "$0.000",
            "./quickstart --base-url")
        .doesNotContain("\tat ");
  }

  @Test
  void everyLineFitsTheTerminal() {
    CapturedRun run = CapturedRun.of();

    assertThat(run.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void helpExplainsEveryOption() {
    CapturedRun run = CapturedRun.of("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("--base-url", "--live", "--model", "--prompt", "OPENAI_API_KEY")
        .contains("OTEL_EXPORTER_OTLP_ENDPOINT");
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void unusableTargetIsRefusedInOneLine(
      Map<String, String> environment, String[] args, String message) {
    CapturedRun run = CapturedRun.with(environment, args);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().contains(message);
    assertThat(run.err()).doesNotContain("sk-secret");
  }

  private static Stream<Arguments> unusable() {
    Map<String, String> nothing = Map.of();
    return Stream.of(
        argumentSet("unknown option", nothing, args("--nosuch"), "Unknown option --nosuch"),
        argumentSet("live without key", nothing, args("--live"), "set OPENAI_API_KEY"),
        argumentSet("blank key", key(" "), args("--live"), "set OPENAI_API_KEY"),
        argumentSet("broken key", key("sk-secret\nx"), args("--live"), "copy it again"),
        argumentSet("no URL", nothing, server("nonsense"), "not a valid http or https URL"),
        argumentSet("other scheme", nothing, server("ftp://host/v1"), "not a valid http"),
        argumentSet(
            "plain http", key("sk-secret"), server("http://gpu.example/v1"), "Plain http to gpu."),
        argumentSet(
            "key in the URL", nothing, server("https://u:sk-secret@host/v1"), "leave them out"),
        argumentSet(
            "OpenAI without key", nothing, server("https://api.openai.com/v1"), "OPENAI_API_KEY"));
  }

  private static Map<String, String> key(String key) {
    return Map.of("OPENAI_API_KEY", key);
  }

  private static String[] server(String url) {
    return args("--base-url", url, "--model", "llama3.2");
  }

  private static String[] args(String... args) {
    return args;
  }
}
