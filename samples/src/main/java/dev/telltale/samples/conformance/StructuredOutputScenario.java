package dev.telltale.samples.conformance;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.JsonSchema;
import dev.telltale.ResponseFormat;

/** An answer that follows a schema. */
public final class StructuredOutputScenario {
  private static final JsonSchema WEATHER =
      JsonSchema.of(
          """
          {"type":"object","properties":{
            "location":{"type":"string"},
            "temperature":{"type":"number"},
            "conditions":{"type":"string","enum":["sunny","cloudy","rainy"]}},
           "required":["location","temperature","conditions"],"additionalProperties":false}""");

  private StructuredOutputScenario() {}

  /** Runs against the server that the environment names. */
  public static void main(String[] args) {
    Scenario.run(StructuredOutputScenario::calls);
  }

  static void calls(ChatClient client) {
    client.chat(
        ChatRequest.builder()
            .instructions("Answer with the weather as JSON.")
            .user("What is the weather in Seattle?")
            .responseFormat(ResponseFormat.jsonSchema("weather", WEATHER).asStrict())
            .build());
  }
}
