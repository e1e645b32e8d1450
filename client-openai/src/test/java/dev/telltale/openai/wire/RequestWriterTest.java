package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonWriter;
import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.provider.AnswerForm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RequestWriterTest {

  @Test
  void sendsNothingUnset() throws IOException {
    assertThat(whole(ChatRequest.of("Say hi.")))
        .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hi.\"}]}");
  }

  @Test
  void minimalFixtureIsWritten() throws IOException {
    ByteString written =
        write(TokenLimit.MAX_COMPLETION_TOKENS, "gpt-4.1-mini", ChatRequest.of("Say hi."));

    assertThat(Fixtures.json(written))
        .isEqualTo(Fixtures.json(Fixtures.named("openai/req-minimal").bytes()));
  }

  @Test
  void samplingFixtureIsWrittenAsFarAsTyped() throws IOException {
    ChatRequest request =
        ChatRequest.builder()
            .message(Message.system("Answer in one word.").withName("ops"))
            .message(Message.user("Colour of the sky?").withName("alice"))
            .temperature(0.2)
            .topP(0.9)
            .choiceCount(2)
            .stopSequences(List.of("\n", "END"))
            .presencePenalty(-0.5)
            .frequencyPenalty(1.25)
            .seed(7)
            .maxTokens(64)
            .build();

    Map<String, Object> expected = fixture("openai/req-sampling");
    List.of("logit_bias", "logprobs", "top_logprobs", "store", "metadata", "user")
        .forEach(expected::remove);
    assertThat(Fixtures.json(write(TokenLimit.MAX_COMPLETION_TOKENS, "gpt-4.1", request)))
        .isEqualTo(expected);
  }

  @Test
  void olderTokenLimitFixtureIsWritten() throws IOException {
    ChatRequest request =
        ChatRequest.builder()
            .user("Count to three.")
            .maxTokens(16)
            .temperature(0)
            .stopSequences(List.of("4"))
            .build();

    assertThat(Fixtures.json(write(TokenLimit.MAX_TOKENS, "gpt-4o", request)))
        .isEqualTo(fixture("openai/req-legacy-max-tokens"));
  }

  @Test
  void streamAsksForUsage() throws IOException {
    Buffer json = new Buffer();

    new RequestWriter(TokenLimit.MAX_TOKENS)
        .write(JsonWriter.of(json), ChatRequest.of("Stream please."), "gpt-4.1", AnswerForm.STREAM);

    Map<String, Object> expected = fixture("openai/req-stream-usage");
    Fixture.object(expected.get("stream_options")).remove("include_obfuscation");
    assertThat(Fixtures.json(json.readByteString())).isEqualTo(expected);
  }

  @Test
  void instructionsStandFirstAsSystem() throws IOException {
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
  void instructionsJoinDeveloperMessages() throws IOException {
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
  void severalPartsBecomeAnArray() throws IOException {
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
  void emptyAnswerIsReplayedAsEmptyText() throws IOException {
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

  private static Map<String, Object> fixture(String id) {
    return Fixture.object(Fixtures.json(Fixtures.named(id).bytes()));
  }

  private static String whole(ChatRequest request) throws IOException {
    return write(TokenLimit.MAX_COMPLETION_TOKENS, "m", request).utf8();
  }

  private static ByteString write(TokenLimit limit, String model, ChatRequest request)
      throws IOException {
    Buffer json = new Buffer();
    new RequestWriter(limit).write(JsonWriter.of(json), request, model, AnswerForm.WHOLE);
    return json.readByteString();
  }
}
