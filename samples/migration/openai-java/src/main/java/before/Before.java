package before;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.chat.completions.StructuredChatCompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The snippets of the guide's side before; nothing runs them. */
final class Before {
  String key;
  OpenAIClient client;
  ChatCompletionCreateParams params;

  void client() {
    OpenAIClient client =
        OpenAIOkHttpClient.builder().apiKey(key).baseUrl("https://api.openai.com/v1").build();
  }

  void chat() {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model("gpt-5-mini")
            .addSystemMessage("Be brief.")
            .addUserMessage("Name three rivers.")
            .maxCompletionTokens(200)
            .build();
    ChatCompletion completion = client.chat().completions().create(params);
    String text = completion.choices().get(0).message().content().orElse("");
    long tokens = completion.usage().map(CompletionUsage::totalTokens).orElse(0L);
  }

  void conversation() {
    ChatCompletionCreateParams.Builder conversation =
        ChatCompletionCreateParams.builder().model("gpt-5-mini").addUserMessage("A river?");
    ChatCompletion first = client.chat().completions().create(conversation.build());
    conversation.addMessage(first.choices().get(0).message()).addUserMessage("Where is it?");
    ChatCompletion second = client.chat().completions().create(conversation.build());
  }

  void streaming() {
    ChatCompletionCreateParams counted =
        params.toBuilder()
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(counted)) {
      stream.stream()
          .peek(accumulator::accumulate)
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .forEach(System.out::print);
    }
    System.out.println(accumulator.chatCompletion().usage());
  }

  void async() {
    CompletableFuture<String> text =
        client
            .async()
            .chat()
            .completions()
            .create(params)
            .thenApply(completion -> completion.choices().get(0).message().content().orElse(""));
  }

  void tools() {
    @JsonClassDescription("The weather in a city")
    class GetWeather {
      @JsonPropertyDescription("Such as Porto")
      public String city;
    }
    ChatCompletionCreateParams.Builder conversation =
        ChatCompletionCreateParams.builder()
            .model("gpt-5-mini")
            .addTool(GetWeather.class)
            .addUserMessage("Weather in Porto?");
    ChatCompletionMessage asked =
        client.chat().completions().create(conversation.build()).choices().get(0).message();
    conversation.addMessage(asked);
    for (ChatCompletionMessageToolCall call : asked.toolCalls().orElse(List.of())) {
      ChatCompletionMessageFunctionToolCall function = call.asFunction();
      GetWeather query = function.function().arguments(GetWeather.class);
      conversation.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(function.id())
              .contentAsJson(weather(query.city))
              .build());
    }
    ChatCompletion answer = client.chat().completions().create(conversation.build());
  }

  void structuredOutput() {
    class Weather {
      public String city;
      public int degrees;
    }
    StructuredChatCompletionCreateParams<Weather> params =
        ChatCompletionCreateParams.builder()
            .model("gpt-5-mini")
            .addUserMessage("Weather in Porto?")
            .responseFormat(Weather.class)
            .build();
    Weather weather =
        client
            .chat()
            .completions()
            .create(params)
            .choices()
            .get(0)
            .message()
            .content()
            .orElseThrow();
  }

  void images() {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model("gpt-5-mini")
            .addUserMessageOfArrayOfContentParts(
                List.of(
                    ChatCompletionContentPart.ofText(
                        ChatCompletionContentPartText.builder().text("What is this?").build()),
                    ChatCompletionContentPart.ofImageUrl(
                        ChatCompletionContentPartImage.builder()
                            .imageUrl(
                                ChatCompletionContentPartImage.ImageUrl.builder()
                                    .url("https://example.com/river.jpg")
                                    .build())
                            .build())))
            .build();
  }

  void otherParameters() {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model("gpt-5-mini")
            .addUserMessage("Name three rivers.")
            .putAdditionalBodyProperty("top_k", JsonValue.from(40))
            .putAdditionalHeader("X-Team", "maps")
            .build();
  }

  void errors() {
    try {
      client.chat().completions().create(params);
    } catch (RateLimitException slowDown) {
      System.out.println("Wait " + slowDown.headers().values("retry-after"));
    } catch (OpenAIServiceException failed) {
      System.out.println(failed.statusCode() + " " + failed.code().orElse(""));
    }
  }

  void retries() {
    OpenAIClient client =
        OpenAIOkHttpClient.builder().fromEnv().maxRetries(5).timeout(Duration.ofMinutes(2)).build();
  }

  String weather(String city) {
    return "Sunny";
  }
}
