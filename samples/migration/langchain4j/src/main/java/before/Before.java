package before;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.V;
import java.time.Duration;
import java.util.List;

/** The snippets of the guide's side before; nothing runs them. */
final class Before {
  String key;
  ChatModel model;
  StreamingChatModel streamingModel;

  void client() {
    ChatModel model = OpenAiChatModel.builder().apiKey(key).modelName("gpt-5-mini").build();
    StreamingChatModel streamingModel =
        OpenAiStreamingChatModel.builder().apiKey(key).modelName("gpt-5-mini").build();
  }

  void chat() {
    ChatRequest request =
        ChatRequest.builder()
            .messages(SystemMessage.from("Be brief."), UserMessage.from("Name three rivers."))
            .maxOutputTokens(200)
            .build();
    ChatResponse response = model.chat(request);
    String text = response.aiMessage().text();
    Integer tokens = response.tokenUsage().totalTokenCount();
  }

  void memory() {
    ChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
    memory.add(UserMessage.from("A river?"));
    memory.add(model.chat(memory.messages()).aiMessage());
    memory.add(UserMessage.from("Where is it?"));
    String where = model.chat(memory.messages()).aiMessage().text();
  }

  void streaming() {
    streamingModel.chat(
        "Tell me a very short story.",
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String piece) {
            System.out.print(piece);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            System.out.println(response.tokenUsage());
          }

          @Override
          public void onError(Throwable error) {
            System.out.println("Broken: " + error.getMessage());
          }
        });
  }

  void services() {
    interface Translator {
      @dev.langchain4j.service.SystemMessage("You translate into {{language}}.")
      @dev.langchain4j.service.UserMessage("Translate: {{text}}")
      String translate(@V("language") String language, @V("text") String text);
    }
    Translator translator = AiServices.create(Translator.class, model);
    String rio = translator.translate("Portuguese", "river");
  }

  void typedAnswers() {
    record Weather(String city, int degrees) {}
    interface Forecaster {
      Weather forecast(String question);
    }
    Forecaster forecaster = AiServices.create(Forecaster.class, model);
    Weather weather = forecaster.forecast("Weather in Porto?");
  }

  static class Travel {
    @Tool("Weather of a city")
    String weather(@P("Such as Porto") String city) {
      return "rain in " + city;
    }
  }

  void tools() {
    class Travel {
      @Tool("Weather of a city")
      String weather(@P("Such as Porto") String city) {
        return "rain in " + city;
      }
    }
    record Trip(String city, boolean umbrella) {}
    interface Planner {
      Trip plan(String wish);
    }
    Planner planner =
        AiServices.builder(Planner.class).chatModel(model).tools(new Travel()).build();
    Trip trip = planner.plan("Plan my day trip to Porto.");
  }

  void toolsStreamed() {
    interface StreamingPlanner {
      TokenStream plan(String wish);
    }
    StreamingPlanner planner =
        AiServices.builder(StreamingPlanner.class)
            .streamingChatModel(streamingModel)
            .tools(new Travel())
            .build();
    planner
        .plan("Plan my day trip to Porto.")
        .onPartialResponse(System.out::print)
        .onToolExecuted(execution -> System.out.println(execution.request().name()))
        .onError(Throwable::printStackTrace)
        .start();
  }

  void images() {
    UserMessage message =
        UserMessage.from(
            TextContent.from("What is this?"), ImageContent.from("https://example.com/river.jpg"));
    String text = model.chat(message).aiMessage().text();
  }

  void listeners() {
    class Log implements ChatModelListener {
      @Override
      public void onResponse(ChatModelResponseContext context) {
        System.out.println(context.chatResponse().tokenUsage());
      }
    }
    ChatModel model =
        OpenAiChatModel.builder()
            .apiKey(key)
            .modelName("gpt-5-mini")
            .listeners(List.of(new Log()))
            .build();
  }

  void errors() {
    try {
      model.chat("Name three rivers.");
    } catch (RateLimitException slowDown) {
      System.out.println("Later");
    } catch (LangChain4jException failed) {
      System.out.println(failed.getMessage());
    }
  }

  void retries() {
    ChatModel model =
        OpenAiChatModel.builder()
            .apiKey(key)
            .modelName("gpt-5-mini")
            .maxRetries(5)
            .timeout(Duration.ofMinutes(2))
            .build();
  }
}
