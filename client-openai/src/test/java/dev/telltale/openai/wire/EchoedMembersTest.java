package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatRequest;
import dev.telltale.Message;
import dev.telltale.openai.CompatProfile;
import dev.telltale.provider.AnswerForm;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server added to its recorded answer, sent back with the history. */
@Timeout(10)
class EchoedMembersTest {
  private static final String PARTS =
      "[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Okay\"}]},"
          + "{\"type\":\"text\",\"text\":\"42\"}]";

  @Test
  void mistralGetsItsThoughtsBackAsParts() throws IOException {
    Message answer = answer("compatible/mistral-content-array");

    assertThat(sentBack(CompatProfile.MISTRAL, answer)).contains("\"content\":" + PARTS);
    assertThat(sentBack(CompatProfile.GENERIC, answer)).contains("\"content\":" + PARTS);
  }

  @Test
  void vllmGetsItsReasoningBack() throws IOException {
    Message answer = answer("compatible/vllm-extra-fields");

    assertThat(sentBack(CompatProfile.VLLM, answer)).contains("\"reasoning_content\":\"think\"");
    assertThat(sentBack(CompatProfile.GENERIC, answer)).contains("\"reasoning_content\"");
  }

  @Test
  void serversThatRefuseReasoningGetNone() throws IOException {
    Message answer = answer("compatible/vllm-extra-fields");

    assertThat(sentBack(CompatProfile.MISTRAL, answer)).contains(plain("ok"));
    assertThat(sentBack(CompatProfile.GROQ, answer)).contains(plain("ok"));
    assertThat(sentBack(CompatProfile.OPENAI, answer)).contains(plain("ok"));
  }

  @Test
  void deepSeekGetsNoPartsItDoesNotKnow() throws IOException {
    Message answer = answer("compatible/mistral-content-array");

    assertThat(sentBack(CompatProfile.DEEPSEEK, answer)).contains(plain("42"));
  }

  private static Message answer(String fixture) throws IOException {
    return ResponseReader.read(Fixtures.named(fixture).response().body())
        .choices()
        .get(0)
        .message();
  }

  private static String sentBack(CompatProfile profile, Message answer) {
    ChatRequest request = ChatRequest.builder().user("a").message(answer).user("b").build();
    return Written.json(profile, request, AnswerForm.WHOLE);
  }

  private static String plain(String text) {
    return "{\"role\":\"assistant\",\"content\":\"" + text + "\"},";
  }
}
