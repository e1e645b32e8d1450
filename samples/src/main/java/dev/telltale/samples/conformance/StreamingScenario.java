package dev.telltale.samples.conformance;

import dev.telltale.ChatClient;

/** The request of {@link InferenceScenario}, streamed and read to its end. */
public final class StreamingScenario {
  private StreamingScenario() {}

  /** Runs against the server that the environment names. */
  public static void main(String[] args) {
    Scenario.run(StreamingScenario::calls);
  }

  static void calls(ChatClient client) {
    client.stream(InferenceScenario.request()).forEachText(text -> {});
  }
}
