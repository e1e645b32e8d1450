package dev.telltale.samples.conformance;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import java.util.List;

/** One whole answer, with every setting a request may have. */
public final class InferenceScenario {
  private InferenceScenario() {}

  /** Runs against the server that the environment names. */
  public static void main(String[] args) {
    Scenario.run(InferenceScenario::calls);
  }

  static void calls(ChatClient client) {
    client.chat(request());
  }

  static ChatRequest request() {
    return ChatRequest.builder()
        .instructions("You are a helpful assistant.")
        .user("Say this is a test.")
        .maxTokens(100)
        .temperature(0.5)
        .topP(0.9)
        .frequencyPenalty(0.1)
        .presencePenalty(0.2)
        .stopSequences(List.of("\n\n"))
        .seed(42)
        .serviceTier("default")
        .build();
  }
}
