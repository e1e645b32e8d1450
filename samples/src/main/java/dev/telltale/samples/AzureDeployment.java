package dev.telltale.samples;

import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.azure.AzureHeaders;
import dev.telltale.azure.AzureOpenAi;
import dev.telltale.azure.ContentFilterResults;
import dev.telltale.testing.ScriptedServer;

/** Asks a deployment of Azure OpenAI, and says what the content filters and headers said. */
public final class AzureDeployment {
  private AzureDeployment() {}

  /**
   * Asks the deployment that {@code AZURE_OPENAI_ENDPOINT}, {@code AZURE_OPENAI_API_KEY}, {@code
   * AZURE_OPENAI_DEPLOYMENT} and {@code OPENAI_API_VERSION} name. Without an endpoint it runs
   * against a scripted server.
   */
  public static void main(String[] args) {
    if (System.getenv("AZURE_OPENAI_ENDPOINT") != null) {
      ask(AzureOpenAi.builder().fromEnv());
      return;
    }
    try (ScriptedServer server = ScriptedServer.start()) {
      ask(AzureOpenAi.builder().baseUrl(server.baseUrl()).deployment("chat-prod"));
    }
  }

  private static void ask(AzureOpenAi.Builder azure) {
    try (ChatClient client = ChatClient.builder(azure.build()).build()) {
      ChatResponse answer = client.chat("Name three rivers.");
      System.out.println(answer.text());
      ContentFilterResults filters = answer.extension(ContentFilterResults.class);
      System.out.println("Filters: " + (filters == null ? "none" : filters.found()));
      System.out.println("Region: " + AzureHeaders.from(answer.headers()).region());
    }
  }
}
