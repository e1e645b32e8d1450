package dev.telltale.samples.conformance;

import dev.telltale.ChatClient;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.function.Consumer;

/**
 * Runs calls against the server that {@code OPENAI_BASE_URL} and {@code OPENAI_API_KEY} name, and
 * reports them as {@code OTEL_*} say. Everything is sent before it returns.
 */
final class Scenario {
  private Scenario() {}

  static void run(Consumer<ChatClient> calls) {
    try (OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            // It is closed here; closing it once more at exit would be logged.
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk()) {
      OpenAi.Builder provider = OpenAi.builder().profile(CompatProfile.OPENAI).fromEnv();
      Telemetry telemetry =
          Telemetry.builder().openTelemetry(sdk).options(TelemetryOptions.fromEnv()).build();
      run(provider, telemetry, calls);
    }
  }

  static void run(OpenAi.Builder provider, Telemetry telemetry, Consumer<ChatClient> calls) {
    try (ChatClient client =
        ChatClient.builder(provider.model("gpt-4o-mini").build())
            .telemetry(telemetry)
            .retry(RetryPolicy.none())
            .build()) {
      calls.accept(client);
    }
  }
}
