package dev.telltale.samples.conformance;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.JsonSchema;
import dev.telltale.Message;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.ToolChoice;

/** A model asks for a tool, and answers with what the tool said. */
public final class ToolCallingScenario {
  private static final Tool WEATHER =
      Tool.function("get_current_weather")
          .description("The current weather at a location.")
          .parameters(
              JsonSchema.of(
                  """
                  {"type":"object","properties":{"location":{"type":"string"}},
                   "required":["location"]}"""))
          .build();

  private ToolCallingScenario() {}

  /** Runs against the server that the environment names. */
  public static void main(String[] args) {
    Scenario.run(ToolCallingScenario::calls);
  }

  static void calls(ChatClient client) {
    ChatRequest question =
        ChatRequest.builder()
            .instructions("You are a helpful assistant.")
            .user("What is the weather in Seattle?")
            .tool(WEATHER)
            .toolChoice(ToolChoice.auto())
            .maxTokens(100)
            .temperature(0.5)
            .build();

    ChatResponse asked = client.chat(question);

    ChatRequest.Builder withResults = question.toBuilder().message(asked.message());
    for (ToolCall call : asked.toolCalls()) {
      withResults.message(Message.tool(call.id(), "{\"weather\":\"rain, 10 degrees\"}"));
    }
    client.chat(withResults.build());
  }
}
