package dev.telltale.samples;

import dev.telltale.ChatClient;
import dev.telltale.observability.Observability;
import dev.telltale.testing.Scripted;

/** Switches exporters on by flags: the console, and OTLP if a collector is configured. */
public final class ExporterByFlag {
  private static final Scripted ANSWER = Scripted.answer("Seventeen.").usage(21, 3);

  private ExporterByFlag() {}

  /** Runs without arguments. Set OTEL_EXPORTER_OTLP_ENDPOINT to export there too. */
  public static void main(String[] args) {
    Observability.Builder flags = Observability.builder().serviceName("shop").console();
    if (System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != null) {
      flags.otlp();
    }
    try (Playground playground = Playground.open(ANSWER);
        Observability observability = flags.build();
        ChatClient client =
            ChatClient.builder(playground.provider())
                .telemetry(observability.telemetry())
                .build()) {
      System.out.println(client.chat("How many syllables has a haiku?").text());
    }
  }
}
