package dev.telltale.samples;

import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.openai.OpenAi;
import dev.telltale.testing.ScriptedServer;

/**
 * Talks to a server of your own that speaks OpenAI's protocol, such as llama.cpp, vLLM or Ollama.
 */
public final class CustomBaseUrl {
  private CustomBaseUrl() {}

  /**
   * Takes a base URL and a model, such as {@code http://localhost:11434/v1 llama3.2}. Without them
   * it runs against a scripted server.
   */
  public static void main(String[] args) {
    if (args.length == 2) {
      ask(args[0], args[1]);
      return;
    }
    try (ScriptedServer server = ScriptedServer.start()) {
      ask(server.baseUrl(), "llama3.2");
    }
  }

  private static void ask(String baseUrl, String model) {
    try (ChatClient client =
        ChatClient.builder(OpenAi.builder().baseUrl(baseUrl).model(model).build()).build()) {
      ChatResponse response = client.chat("Name three rivers.");
      System.out.println(response.text());
      System.out.println(response.model() + " took " + response.report().duration());
    }
  }
}
