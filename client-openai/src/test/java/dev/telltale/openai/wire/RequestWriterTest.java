package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.openai.CompatProfile;
import dev.telltale.provider.AnswerForm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RequestWriterTest {

  @Test
  void sendsNothingUnset() {
    assertThat(whole(ChatRequest.of("Say hi.")))
        .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hi.\"}]}");
  }

  @Test
  void instructionsStandFirstAsSystem() {
    ChatRequest request =
        ChatRequest.builder().user("a").assistant("b").user("c").instructions("Be brief.").build();

    assertThat(whole(request))
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":["
                + "{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"a\"},"
                + "{\"role\":\"assistant\",\"content\":\"b\"},"
                + "{\"role\":\"user\",\"content\":\"c\"}]}");
  }

  @Test
  void instructionsJoinDeveloperMessages() {
    ChatRequest request =
        ChatRequest.builder()
            .instructions("Be brief.")
            .message(Message.developer("Use metric units."))
            .user("a")
            .build();

    assertThat(whole(request))
        .contains(
            "[{\"role\":\"developer\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"developer\",\"content\":\"Use metric units.\"},");
  }

  @Test
  void severalPartsBecomeAnArray() {
    Message answer =
        Message.of(
            Role.ASSISTANT, List.of(new Content.Text("Well."), new Content.Refusal("I cannot.")));
    ChatRequest request = ChatRequest.builder().user("a").message(answer).build();

    assertThat(whole(request))
        .contains(
            "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Well.\"},"
                + "{\"type\":\"refusal\",\"refusal\":\"I cannot.\"}]}");
  }

  @Test
  void emptyAnswerIsReplayedAsEmptyText() {
    ChatRequest request =
        ChatRequest.builder().user("a").message(Message.of(Role.ASSISTANT, List.of())).build();

    assertThat(whole(request)).contains("{\"role\":\"assistant\",\"content\":\"\"}");
  }

  @Test
  void refusalOfTheUserIsRefused() {
    Message message = Message.of(Role.USER, List.of(new Content.Refusal("canary")));

    assertThatThrownBy(() -> whole(ChatRequest.builder().message(message).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void extraMembersComeLastAndNeverWin() {
    ChatRequest request =
        ChatRequest.builder()
            .user("a")
            .temperature(0.5)
            .extraBody("temperature", 2)
            .extraBody("model", "other")
            .extraBody("top_k", 40)
            .extraBody("nothing", null)
            .extraBody("nested", Map.of("a", List.of(1, "b", true)))
            .build();

    assertThat(Written.toCompatible(request))
        .startsWith("{\"model\":\"m\",")
        .endsWith(
            "\"temperature\":0.5,\"top_k\":40,\"nothing\":null,"
                + "\"nested\":{\"a\":[1,\"b\",true]}}");
  }

  @Test
  void extraMemberStandsInForUnsetOne() {
    ChatRequest request =
        ChatRequest.builder().user("a").extraBody("reasoning_effort", "ultra").build();

    assertThat(Written.toCompatible(request)).contains("\"reasoning_effort\":\"ultra\"");
  }

  @Test
  void logProbsAreAskedForWithAlternativesOrWithout() {
    ChatRequest.Builder request = ChatRequest.builder().user("a");

    assertThat(Written.toOpenAi(request.topLogProbs(0).build()))
        .contains("\"logprobs\":true")
        .doesNotContain("top_logprobs");
    assertThat(Written.toOpenAi(request.topLogProbs(20).build()))
        .contains("\"logprobs\":true,\"top_logprobs\":20");
  }

  @Test
  void streamAsksForUsage() {
    String json = Written.json(CompatProfile.OPENAI, ChatRequest.of("a"), AnswerForm.STREAM);

    assertThat(json).contains("\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
  }

  private static String whole(ChatRequest request) {
    return Written.toOpenAi(request);
  }
}
