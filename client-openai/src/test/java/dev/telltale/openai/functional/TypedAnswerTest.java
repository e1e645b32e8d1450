package dev.telltale.openai.functional;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.AnswerException;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ErrorKind;
import dev.telltale.ResponseFormat;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.openai.wire.SchemaRequestCheck;
import dev.telltale.provider.JsonValues;
import dev.telltale.provider.SchemaSupport;
import dev.telltale.rig.ClientRig;
import dev.telltale.telemetry.GenAi;
import dev.telltale.tools.AnswerOutcome;
import dev.telltale.tools.Range;
import dev.telltale.tools.TypeRef;
import dev.telltale.tools.TypedAnswer;
import dev.telltale.tools.TypedStream;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a type from end to end. */
@Timeout(10)
class TypedAnswerTest {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"celsius\":"
          + "{\"type\":\"number\",\"minimum\":-90,\"maximum\":60}},"
          + "\"required\":[\"city\",\"celsius\"],\"additionalProperties\":false}";

  @StartStop private final MockWebServer server = new MockWebServer();
  @RegisterExtension final ClientRig rig = new ClientRig();

  @Test
  void recordComesOutOfTheAnswer() throws Exception {
    answer("{\"city\":\"Porto\",\"celsius\":19.5}", "stop");

    Weather weather = client().answering(Weather.class).chat(ClientRig.PROMPT).value();

    assertThat(weather).isEqualTo(new Weather("Porto", 19.5));
    assertThat(sent().get("response_format"))
        .isEqualTo(
            JsonValues.parseObject(
                "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"Weather\",\"schema\":"
                    + SCHEMA
                    + ",\"strict\":true}}"));
  }

  @Test
  void requestKeepsToOpenAisSchema() throws Exception {
    answer("{\"value\":[]}", "stop");

    client().answering(new TypeRef<List<Weather>>() {}).chat("Weather?");

    SchemaRequestCheck.checkRest(server);
  }

  @Test
  void typedCallIsOneSpan() {
    answer("{\"city\":\"Porto\",\"celsius\":19.5}", "stop");

    client().answering(Weather.class).chat("Weather?");

    assertThat(rig.spans())
        .singleElement()
        .satisfies(
            span -> assertThat(span.getAttributes().get(GenAi.OPERATION_NAME)).isEqualTo("chat"));
  }

  @ParameterizedTest
  @MethodSource
  void answerWithoutValueSaysWhy(
      String message, String finish, AnswerOutcome outcome, String problem) {
    json(message, finish);

    TypedAnswer<Weather> answer = client().answering(Weather.class).chat("Weather?");

    assertThat(answer.outcome()).isEqualTo(outcome);
    assertThat(answer.problem()).isEqualTo(problem);
    assertThatThrownBy(answer::value)
        .isInstanceOfSatisfying(
            AnswerException.class,
            failure -> {
              assertThat(failure.outcome()).isEqualTo(outcome);
              assertThat(failure.kind()).isEqualTo(ErrorKind.UNUSABLE_ANSWER);
              assertThat(failure.response()).isSameAs(answer.response());
              assertThat(failure.report().attempts()).hasSize(1);
              assertThat(failure).hasMessageNotContaining("canary-text");
            });
  }

  static List<Arguments> answerWithoutValueSaysWhy() {
    String cut = "{\"content\":\"{\\\"city\\\":\\\"canary-text\"}";
    return List.of(
        argumentSet(
            "refusal",
            "{\"content\":null,\"refusal\":\"canary-text\"}",
            "stop",
            AnswerOutcome.REFUSED,
            null),
        argumentSet("cut", cut, "length", AnswerOutcome.TRUNCATED, null),
        argumentSet(
            "reasoning used all", "{\"content\":\"\"}", "length", AnswerOutcome.TRUNCATED, null),
        argumentSet("filtered", cut, "content_filter", AnswerOutcome.FILTERED, null),
        argumentSet("empty", "{\"content\":\" \"}", "stop", AnswerOutcome.EMPTY, null),
        argumentSet(
            "tools",
            "{\"content\":null,\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
            "tool_calls",
            AnswerOutcome.TOOL_CALLS,
            null),
        argumentSet(
            "words and tools",
            "{\"content\":\"canary-text\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
            "tool_calls",
            AnswerOutcome.TOOL_CALLS,
            null),
        argumentSet(
            "words and refusal",
            "{\"content\":\"canary-text\",\"refusal\":\"canary-text\"}",
            "stop",
            AnswerOutcome.REFUSED,
            null),
        argumentSet(
            "words",
            "{\"content\":\"canary-text\"}",
            "stop",
            AnswerOutcome.MISMATCHED,
            "$ is not valid JSON"),
        argumentSet(
            "bounds",
            "{\"content\":\"{\\\"city\\\":\\\"canary-text\\\",\\\"celsius\\\":99}\"}",
            "stop",
            AnswerOutcome.MISMATCHED,
            "$.celsius is more than 60"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n```json\n{\"city\":\"Porto\",\"celsius\":19.5}\n```\n",
        "```{\"city\":\"Porto\",\"celsius\":19.5}```",
        "Here it is:\n```json\n{\"city\":\"Porto\",\"celsius\":19.5}\n```\nAnything else?",
        "{\"city\":\"Porto\",\"celsius\":19.5}"
      })
  void answerInAFenceIsRead(String text) {
    answer(text, "stop");

    assertThat(client().answering(Weather.class).chat("Weather?").value().city())
        .isEqualTo("Porto");
  }

  @Test
  void fenceWithinTheJsonStays() {
    answer("{\"city\":\"```{x}```\",\"celsius\":1}", "stop");

    assertThat(client().answering(Weather.class).chat("Weather?").value().city())
        .isEqualTo("```{x}```");
  }

  @Test
  void repairShowsTheModelWhatIsWrong() throws Exception {
    answer("{\"city\":\"Porto\"}", "stop");
    answer("{\"city\":\"Porto\",\"celsius\":19.5}", "stop");

    TypedAnswer<Weather> answer = client().answering(Weather.class).repairing().chat("Weather?");

    assertThat(answer.value()).isEqualTo(new Weather("Porto", 19.5));
    assertThat(answer.responses()).hasSize(2);
    server.takeRequest();
    List<?> messages = (List<?>) sent().get("messages");
    assertThat(messages.get(1))
        .isEqualTo(Map.of("role", "assistant", "content", "{\"city\":\"Porto\"}"));
    assertThat(messages.get(2).toString()).contains("$.celsius is missing");
  }

  @Test
  void valueArrivesLater() {
    answer("{\"city\":\"Porto\",\"celsius\":19.5}", "stop");

    TypedAnswer<Weather> answer =
        client().answering(Weather.class).chatAsync("Weather?").orTimeout(8, SECONDS).join();

    assertThat(answer.value()).isEqualTo(new Weather("Porto", 19.5));
  }

  @Test
  void errorOfARecordEndsTheWaiting() {
    answer("{\"percent\":101}", "stop");

    CompletableFuture<TypedAnswer<Share>> later =
        client().answering(Share.class).chatAsync("Share?");

    assertThatThrownBy(() -> later.get(8, SECONDS)).hasCauseInstanceOf(AssertionError.class);
  }

  @Test
  void laterAnswerIsRepaired() {
    answer("{}", "stop");
    answer("{\"city\":\"Porto\",\"celsius\":19.5}", "stop");

    TypedAnswer<Weather> answer =
        client()
            .answering(Weather.class)
            .repairing()
            .chatAsync("Weather?")
            .orTimeout(8, SECONDS)
            .join();

    assertThat(answer.value()).isEqualTo(new Weather("Porto", 19.5));
    assertThat(answer.responses()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverCompletesTheFutureEndsTheCall(boolean cancels) throws InterruptedException {
    CompletableFuture<TypedAnswer<Weather>> asked =
        client().answering(Weather.class).chatAsync("Weather?");
    server.takeRequest();

    boolean completed = cancels ? asked.cancel(true) : asked.complete(null);

    assertThat(completed).isTrue();
    assertThat(awaitSpans(1)).last().extracting(TypedAnswerTest::error).isEqualTo("cancelled");
  }

  @Test
  void cancellingEndsTheRepair() throws InterruptedException {
    answer("{}", "stop");
    CompletableFuture<TypedAnswer<Weather>> asked =
        client().answering(Weather.class).repairing().chatAsync("Weather?");
    server.takeRequest();
    server.takeRequest();

    asked.cancel(true);

    assertThat(awaitSpans(2)).extracting(TypedAnswerTest::error).containsExactly(null, "cancelled");
  }

  @Test
  void repairIsTriedOnce() {
    answer("{}", "stop");
    answer("{}", "stop");

    TypedAnswer<Weather> answer = client().answering(Weather.class).repairing().chat("Weather?");

    assertThat(answer.outcome()).isEqualTo(AnswerOutcome.MISMATCHED);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void refusalIsNotRepaired() {
    json("{\"content\":null,\"refusal\":\"No.\"}", "stop");

    client().answering(Weather.class).repairing().chat("Weather?");

    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void streamGivesTextAndThenTheValue() {
    stream("{\\\"city\\\":\\\"Po", "rto\\\",\\\"celsius\\\":19.5}");
    StringBuilder text = new StringBuilder();

    try (TypedStream<Weather> stream = client().answering(Weather.class).stream("Weather?")) {
      Weather weather = stream.forEachText(text::append).value();

      assertThat(weather).isEqualTo(new Weather("Porto", 19.5));
      assertThat(stream.outcome()).contains(StreamOutcome.COMPLETED);
      assertThat(stream.answer().value()).isEqualTo(weather);
    }
    assertThat(text).hasToString("{\"city\":\"Porto\",\"celsius\":19.5}");
  }

  @Test
  void cutStreamKeepsItsPartialText() {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("content-type", "text/event-stream")
            .body("data: {\"choices\":[{\"delta\":{\"content\":\"{\\\"ci\"}}]}\n\n")
            .build());

    try (TypedStream<Weather> stream = client().answering(Weather.class).stream("Weather?")) {
      assertThatThrownBy(() -> stream.forEachText(piece -> {}))
          .isInstanceOfSatisfying(
              StreamException.class,
              failure -> assertThat(failure.partial().text()).isEqualTo("{\"ci"));
    }
  }

  @Test
  void schemaStandsInTheInstructionsWhereItIsNotTaken() throws Exception {
    answer("{\"city\":\"Porto\",\"celsius\":19.5}", "stop");
    ChatRequest request = ChatRequest.builder().instructions("Be brief.").user("Hm?").build();

    client(CompatProfile.DEEPSEEK).answering(Weather.class).chat(request).value();

    Map<String, ?> sent = sent();
    assertThat(sent.get("response_format")).isEqualTo(Map.of("type", "json_object"));
    Map<?, ?> first = (Map<?, ?>) ((List<?>) sent.get("messages")).get(0);
    assertThat((String) first.get("content")).startsWith("Be brief.\n\n").endsWith(SCHEMA);
  }

  @Test
  void serverWithoutFormatsIsAskedInWordsOnly() throws Exception {
    answer("{\"city\":\"Porto\",\"celsius\":19.5}", "stop");
    CompatProfile plain =
        CompatProfile.builder("plain").schemaSupport(SchemaSupport.INSTRUCTIONS).build();

    client(plain).answering(Weather.class).chat("Weather?").value();

    assertThat(sent()).doesNotContainKey("response_format").containsKey("messages");
  }

  @Test
  void secondFormatIsRefused() {
    ChatRequest request =
        ChatRequest.builder().user("Hm?").responseFormat(ResponseFormat.jsonObject()).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().answering(Weather.class).chat(request))
        .withMessageContaining("leave out responseFormat");
    assertThat(server.getRequestCount()).isZero();
  }

  /** A call's span ends after its future; the watchdog ends this. */
  private List<SpanData> awaitSpans(int count) {
    while (rig.spans().size() < count) {
      Thread.onSpinWait();
    }
    return rig.spans();
  }

  private static @Nullable String error(SpanData span) {
    return span.getAttributes().get(GenAi.ERROR_TYPE);
  }

  private ChatClient client() {
    return client(CompatProfile.OPENAI);
  }

  private ChatClient client(CompatProfile profile) {
    return rig.client(
        OpenAi.builder()
            .baseUrl(server.url("/v1").toString())
            .profile(profile)
            .apiKey(ClientRig.KEY)
            .model("gpt-5-mini")
            .build());
  }

  private Map<String, ?> sent() throws InterruptedException, IOException {
    return JsonValues.parseObject(server.takeRequest().getBody().utf8());
  }

  private void answer(String text, String finish) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    json("{\"content\":\"" + escaped + "\"}", finish);
  }

  private void json(String message, String finish) {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("content-type", "application/json")
            .body(
                "{\"choices\":[{\"message\":"
                    + message
                    + ",\"finish_reason\":\""
                    + finish
                    + "\"}]}")
            .build());
  }

  private void stream(String... pieces) {
    StringBuilder body = new StringBuilder();
    for (String piece : pieces) {
      body.append("data: {\"choices\":[{\"delta\":{\"content\":\"")
          .append(piece)
          .append("\"}}]}\n\n");
    }
    body.append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("content-type", "text/event-stream")
            .body(body.append("data: [DONE]\n\n").toString())
            .build());
  }

  record Weather(String city, @Range(min = -90, max = 60) double celsius) {}

  record Share(int percent) {
    Share {
      if (percent > 100) {
        throw new AssertionError();
      }
    }
  }
}
