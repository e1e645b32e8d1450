package dev.telltale.samples.conformance;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.LlmException;

/**
 * Calls that fail: whichever error the server answers to a model that does not exist, whole and as
 * a stream. A server that answers all the same makes them calls that do not fail.
 */
public final class ErrorScenario {
  private static final ChatRequest REQUEST =
      InferenceScenario.request().toBuilder().model("no-such-model").build();

  private ErrorScenario() {}

  /** Runs against the server that the environment names. */
  public static void main(String[] args) {
    Scenario.run(ErrorScenario::calls);
  }

  static void calls(ChatClient client) {
    expectingFailure(() -> client.chat(REQUEST));
    expectingFailure(() -> client.stream(REQUEST).forEachText(text -> {}));
  }

  private static void expectingFailure(Runnable call) {
    try {
      call.run();
    } catch (LlmException failure) {
      System.err.println("As expected: " + failure.getMessage());
    }
  }
}
