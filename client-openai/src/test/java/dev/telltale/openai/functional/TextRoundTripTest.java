package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.squareup.moshi.JsonReader;
import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text that is awkward to carry arrives as it was sent, both ways. */
@Timeout(10)
class TextRoundTripTest {
  private static final String HIGH = "\uD83D";
  private static final String LOW = "\uDE00";
  private static final String GRIN = HIGH + LOW;

  @RegisterExtension final ClientRig rig = new ClientRig();

  static List<Arguments> prompts() {
    return List.of(
        argumentSet("controls", "nul \u0000 and \u0001\u001f", "nul \u0000 and \u0001\u001f"),
        argumentSet("bidi", "bidi \u202e\u2066 end", "bidi \u202e\u2066 end"),
        argumentSet("separators", "\u2028 \u2029 \u0085", "\u2028 \u2029 \u0085"),
        argumentSet("emoji", GRIN + " and \u200d" + GRIN, GRIN + " and \u200d" + GRIN),
        argumentSet("JSON's own", "\" \\ / \t \r\n {}", "\" \\ / \t \r\n {}"),
        argumentSet("high surrogate alone", "high " + HIGH + " end", "high ? end"),
        argumentSet("low surrogate alone", "low " + LOW + " end", "low ? end"));
  }

  @ParameterizedTest
  @MethodSource("prompts")
  void promptArrives(String prompt, String arrived) throws IOException {
    assertThat(sentFor(prompt)).isEqualTo(arrived);
  }

  static List<Arguments> answers() {
    return List.of(
        argumentSet("escaped controls", "\\u0000\\u001f\\n", "\u0000\u001f\n"),
        argumentSet("escaped bidi", "\\u202e\\u2028", "\u202e\u2028"),
        argumentSet("escaped emoji", "\\ud83d\\ude00", GRIN),
        argumentSet("escaped surrogate alone", "a\\ud83d b", "a\uFFFD b"),
        argumentSet("plain bidi", "\u202e\u2028\u00e9", "\u202e\u2028\u00e9"),
        argumentSet("plain emoji", GRIN, GRIN));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answerArrives(String json, String text) {
    String stream =
        HttpText.SSE_HEAD + HttpText.delta(json) + HttpText.finish("stop") + HttpText.DONE;
    try (FaultServer whole = answering(HttpText.ok(HttpText.answer(json)));
        FaultServer streaming = FaultServer.start(connection -> connection.send(stream).end())) {
      ChatResponse answer = rig.client(HttpText.provider(whole.url())).chat(ClientRig.PROMPT);
      StringBuilder streamed = new StringBuilder();
      ChatClient client = rig.client(HttpText.provider(streaming.url()));

      client.stream(ClientRig.PROMPT).forEachText(streamed::append);

      assertThat(answer.text()).isEqualTo(text);
      assertThat(streamed).hasToString(text);
    }
  }

  private String sentFor(String prompt) throws IOException {
    try (FaultServer server = answering(HttpText.ok(HttpText.answer("yes")))) {
      rig.client(HttpText.provider(server.url())).chat(prompt);

      String request = server.requests().get(0);
      String json = request.substring(request.indexOf("\n\n") + 2);
      Map<?, ?> body = (Map<?, ?>) JsonReader.of(new Buffer().writeUtf8(json)).readJsonValue();
      Map<?, ?> message = (Map<?, ?>) ((List<?>) body.get("messages")).get(0);
      return (String) message.get("content");
    }
  }

  private static FaultServer answering(String answer) {
    return FaultServer.start(connection -> connection.send(answer));
  }
}
