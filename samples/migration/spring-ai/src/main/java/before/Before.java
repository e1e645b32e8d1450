package before;

import java.util.List;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.MimeTypeUtils;
import reactor.core.publisher.Flux;

/** The snippets of the guide's side before; nothing runs them. */
final class Before {
  String key;
  ChatModel chatModel;
  ChatClient chatClient;

  void client() {
    ChatModel chatModel =
        OpenAiChatModel.builder()
            .options(OpenAiChatOptions.builder().apiKey(key).model("gpt-5-mini").build())
            .build();
    ChatClient chatClient = ChatClient.builder(chatModel).defaultSystem("Be brief.").build();
  }

  void chat() {
    ChatResponse response =
        chatClient.prompt().system("Be brief.").user("Name three rivers.").call().chatResponse();
    String text = response.getResult().getOutput().getText();
    Integer tokens = response.getMetadata().getUsage().getTotalTokens();
  }

  void templates() {
    String rio =
        chatClient
            .prompt()
            .user(
                user ->
                    user.text("Translate into {language}: {text}")
                        .param("language", "Portuguese")
                        .param("text", "river"))
            .call()
            .content();
  }

  void streaming() {
    Flux<String> pieces =
        chatClient.prompt().user("Tell me a very short story.").stream().content();
    pieces.doOnNext(System.out::print).blockLast();
  }

  void entities() {
    record Weather(String city, int degrees) {}
    Weather weather = chatClient.prompt().user("Weather in Porto?").call().entity(Weather.class);
    List<Weather> days =
        chatClient
            .prompt()
            .user("Weather in Porto this week?")
            .call()
            .entity(new ParameterizedTypeReference<List<Weather>>() {});
  }

  void tools() {
    class Travel {
      @Tool(description = "Weather of a city")
      String weather(@ToolParam(description = "Such as Porto") String city) {
        return "rain in " + city;
      }
    }
    String advice =
        chatClient
            .prompt()
            .user("Do I need an umbrella in Porto?")
            .tools(new Travel())
            .call()
            .content();
  }

  void advisors() {
    class Team implements CallAdvisor {
      @Override
      public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        long start = System.nanoTime();
        ChatClientResponse response = chain.nextCall(request);
        System.out.println("Took " + (System.nanoTime() - start) / 1_000_000 + " ms");
        return response;
      }

      @Override
      public String getName() {
        return "team";
      }

      @Override
      public int getOrder() {
        return 0;
      }
    }
    ChatClient timed = ChatClient.builder(chatModel).defaultAdvisors(new Team()).build();
  }

  void memory() {
    ChatMemory memory = MessageWindowChatMemory.builder().maxMessages(20).build();
    ChatClient remembering =
        ChatClient.builder(chatModel)
            .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
            .build();
    String where =
        remembering
            .prompt()
            .user("Where is it?")
            .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "c-1"))
            .call()
            .content();
  }

  void images() {
    String text =
        chatClient
            .prompt()
            .user(
                user ->
                    user.text("What is this?")
                        .media(MimeTypeUtils.IMAGE_PNG, new ClassPathResource("river.png")))
            .call()
            .content();
  }

  void options() {
    String text =
        chatClient
            .prompt()
            .user("Name three rivers.")
            .options(OpenAiChatOptions.builder().model("gpt-5").maxCompletionTokens(200))
            .call()
            .content();
  }

  void errors() {
    try {
      chatClient.prompt().user("Name three rivers.").call().content();
    } catch (RuntimeException failed) {
      System.out.println(failed.getMessage());
    }
  }
}
