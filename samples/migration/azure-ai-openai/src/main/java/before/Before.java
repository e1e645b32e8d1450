package before;

import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatChoice;
import com.azure.ai.openai.models.ChatCompletions;
import com.azure.ai.openai.models.ChatCompletionsFunctionToolCall;
import com.azure.ai.openai.models.ChatCompletionsFunctionToolDefinition;
import com.azure.ai.openai.models.ChatCompletionsFunctionToolDefinitionFunction;
import com.azure.ai.openai.models.ChatCompletionsJsonSchemaResponseFormat;
import com.azure.ai.openai.models.ChatCompletionsJsonSchemaResponseFormatJsonSchema;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.ai.openai.models.ChatCompletionsToolCall;
import com.azure.ai.openai.models.ChatRequestAssistantMessage;
import com.azure.ai.openai.models.ChatRequestMessage;
import com.azure.ai.openai.models.ChatRequestSystemMessage;
import com.azure.ai.openai.models.ChatRequestToolMessage;
import com.azure.ai.openai.models.ChatRequestUserMessage;
import com.azure.ai.openai.models.ContentFilterResultsForChoice;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.util.ArrayList;
import java.util.List;

/** The snippets of the guide's side before; nothing runs them. */
final class Before {
  String endpoint;
  String key;
  String schema;
  OpenAIClient client;
  ChatCompletionsOptions options;

  void client() {
    OpenAIClient client =
        new OpenAIClientBuilder()
            .endpoint(endpoint)
            .credential(new AzureKeyCredential(key))
            .buildClient();
  }

  void credentials() {
    OpenAIClient client =
        new OpenAIClientBuilder()
            .endpoint(endpoint)
            .credential(new DefaultAzureCredentialBuilder().build())
            .buildClient();
  }

  void chat() {
    ChatCompletionsOptions options =
        new ChatCompletionsOptions(
                List.of(
                    new ChatRequestSystemMessage("Be brief."),
                    new ChatRequestUserMessage("Name three rivers.")))
            .setMaxTokens(200)
            .setTemperature(0.2);
    ChatCompletions completions = client.getChatCompletions("chat-prod", options);
    String text = completions.getChoices().get(0).getMessage().getContent();
    int tokens = completions.getUsage().getTotalTokens();
  }

  void streaming() {
    for (ChatCompletions chunk : client.getChatCompletionsStream("chat-prod", options)) {
      if (!chunk.getChoices().isEmpty()) {
        String piece = chunk.getChoices().get(0).getDelta().getContent();
        if (piece != null) {
          System.out.print(piece);
        }
      }
    }
  }

  void tools() {
    List<ChatRequestMessage> messages = new ArrayList<>();
    messages.add(new ChatRequestUserMessage("Weather in Porto?"));
    ChatCompletionsOptions options =
        new ChatCompletionsOptions(messages)
            .setTools(
                List.of(
                    new ChatCompletionsFunctionToolDefinition(
                        new ChatCompletionsFunctionToolDefinitionFunction("weather")
                            .setDescription("The weather in a city")
                            .setParameters(BinaryData.fromString(schema)))));
    ChatChoice choice = client.getChatCompletions("chat-prod", options).getChoices().get(0);
    List<ChatCompletionsToolCall> calls = choice.getMessage().getToolCalls();
    messages.add(new ChatRequestAssistantMessage("").setToolCalls(calls));
    for (ChatCompletionsToolCall call : calls) {
      ChatCompletionsFunctionToolCall function = (ChatCompletionsFunctionToolCall) call;
      String result = weather(function.getFunction().getArguments());
      messages.add(new ChatRequestToolMessage(result, function.getId()));
    }
    ChatCompletions answer = client.getChatCompletions("chat-prod", options);
  }

  String weather(String arguments) {
    return "Sunny";
  }

  void structuredOutput() {
    options.setResponseFormat(
        new ChatCompletionsJsonSchemaResponseFormat(
            new ChatCompletionsJsonSchemaResponseFormatJsonSchema("weather")
                .setSchema(BinaryData.fromString(schema))
                .setStrict(true)));
    String json =
        client.getChatCompletions("chat-prod", options).getChoices().get(0).getMessage().getContent();
  }

  void contentFilters() {
    ChatCompletions completions = client.getChatCompletions("chat-prod", options);
    ContentFilterResultsForChoice filters =
        completions.getChoices().get(0).getContentFilterResults();
    if (filters != null && filters.getViolence() != null && filters.getViolence().isFiltered()) {
      System.out.println("violence: " + filters.getViolence().getSeverity());
    }
  }

  void errors() {
    try {
      client.getChatCompletions("chat-prod", options);
    } catch (HttpResponseException e) {
      if (e.getResponse().getStatusCode() == 400) {
        System.out.println("Perhaps a content filter: " + e.getValue());
      } else if (e.getResponse().getStatusCode() == 429) {
        System.out.println("Wait " + e.getResponse().getHeaderValue("Retry-After"));
      }
    }
  }

  void retries() {
    OpenAIClient client =
        new OpenAIClientBuilder()
            .endpoint(endpoint)
            .credential(new AzureKeyCredential(key))
            .retryOptions(new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(5)))
            .buildClient();
  }
}
