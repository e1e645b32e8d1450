package dev.telltale.openai.wire;

import static dev.telltale.openai.wire.Fixture.object;
import static dev.telltale.openai.wire.Fixture.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.internal.sse.SseReader;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.SseEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import okio.Buffer;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Every recorded answer, stream and error gives what its index entry expects. A case whose fixture
 * also holds what this codec does not read checks the rest and is then reported as skipped.
 */
@Timeout(10)
class FixturesTest {
  private static final Map<String, TokenKind> COUNTS =
      Map.of(
          "input", TokenKind.INPUT,
          "output", TokenKind.OUTPUT,
          "total", TokenKind.TOTAL,
          "cachedInput", TokenKind.CACHE_READ,
          "cacheWriteInput", TokenKind.CACHE_WRITE,
          "reasoning", TokenKind.REASONING,
          "audioInput", TokenKind.AUDIO_INPUT,
          "audioOutput", TokenKind.AUDIO_OUTPUT);

  /** Expected members without a place in the nouns, and why. */
  private static final Map<String, String> UNREAD =
      Map.of(
          "reasoningText", "reasoning text is not read",
          "logprobTokens", "log probabilities are not read",
          "citations", "citations are not read",
          "providerCost", "the cost a server reports is not read");

  @TestFactory
  Stream<DynamicTest> responses() {
    return Fixtures.ofKind("response").map(fixture -> test(fixture, "", () -> response(fixture)));
  }

  @TestFactory
  Stream<DynamicTest> streams() {
    return Fixtures.ofKind("stream")
        .flatMap(
            fixture ->
                Stream.of(
                    test(fixture, " whole", () -> stream(fixture, Long.MAX_VALUE)),
                    test(fixture, " byte by byte", () -> stream(fixture, 1)),
                    test(fixture, " in sevens", () -> stream(fixture, 7))));
  }

  @TestFactory
  Stream<DynamicTest> errors() {
    return Fixtures.ofKind("error").map(fixture -> test(fixture, "", () -> error(fixture)));
  }

  @Test
  void filesAreByteExact() {
    assertThat(Fixtures.all())
        .isNotEmpty()
        .allSatisfy(
            fixture -> {
              assertThat(fixture.bytes().sha256().hex())
                  .as(fixture.id())
                  .isEqualTo(fixture.entry().get("sha256"));
            });
  }

  private static DynamicTest test(Fixture fixture, String variant, Case body) {
    return dynamicTest(
        fixture.id() + variant,
        () -> {
          body.run();
          String unread = unread(fixture);
          if (unread != null) {
            abort(unread);
          }
        });
  }

  private static void response(Fixture fixture) throws IOException {
    ChatResponse response = ResponseReader.read(fixture.response().body());

    if (fixture.expects("text")) {
      assertText(response, (String) fixture.expected("text"));
    }
    if (!response.choices().isEmpty()) {
      Choice first = response.choices().get(0);
      assertFinish(fixture, first.finishReason(), first.rawFinishReason());
    }
    List<Map<String, Object>> choices = objects(fixture.expected("choices"));
    for (int i = 0; i < choices.size(); i++) {
      assertThat(response.choices().get(i).text()).isEqualTo(choices.get(i).get("text"));
      assertThat(response.choices().get(i).finishReason())
          .hasToString((String) choices.get(i).get("finishReason"));
    }
    assertUsage(fixture, response.usage());
    assertIfExpected(fixture, "refusal", refusal(response));
    assertIfExpected(fixture, "id", response.id());
    assertIfExpected(fixture, "model", response.model());
    assertIfExpected(fixture, "serviceTier", response.serviceTier());
  }

  private static void assertText(ChatResponse response, @Nullable String expected) {
    assertThat(response.text()).isEqualTo(expected == null ? "" : expected);
    assertThat(response.choices().get(0).message().parts().stream())
        .as("text parts")
        .filteredOn(Content.Text.class::isInstance)
        .hasSize(expected == null ? 0 : 1);
  }

  private static @Nullable String refusal(ChatResponse response) {
    return response.choices().stream()
        .flatMap(choice -> choice.message().parts().stream())
        .filter(Content.Refusal.class::isInstance)
        .map(part -> ((Content.Refusal) part).text())
        .findFirst()
        .orElse(null);
  }

  private static void stream(Fixture fixture, long step) throws IOException {
    RecordingSink sink = new RecordingSink();

    String malformed = decode(fixture, step, sink);

    assertIfExpected(fixture, "text", sink.first().text.toString());
    assertIfExpected(fixture, "deltas", sink.deltas);
    assertIfExpected(fixture, "refusal", sink.first().refusal.toString());
    assertIfExpected(fixture, "done", sink.done);
    assertIfExpected(fixture, "id", sink.id);
    assertFinish(fixture, sink.first().finishReason, sink.first().rawFinishReason);
    List<Map<String, Object>> choices = objects(fixture.expected("choices"));
    for (int i = 0; i < choices.size(); i++) {
      RecordingSink.Recorded choice = sink.choices.get(i);
      assertThat(choice.text).hasToString((String) choices.get(i).get("text"));
      assertThat(choice.finishReason).hasToString((String) choices.get(i).get("finishReason"));
    }
    assertUsage(fixture, sink.usage == null ? Usage.unknown() : sink.usage);
    assertEnd(fixture, sink, malformed);
  }

  /** Decodes up to the end, an error or a malformed event, of which it returns the kind. */
  private static @Nullable String decode(Fixture fixture, long step, RecordingSink sink)
      throws IOException {
    Buffer bytes = new Buffer().write(fixture.bytes());
    SseReader events = new SseReader(Okio.buffer(new TricklingSource(bytes, step)));
    ChunkDecoder decoder = new ChunkDecoder();
    SseEvent event = events.next();
    while (event != null && !sink.done && sink.error == null) {
      try {
        decoder.decode(event, sink);
      } catch (IOException malformed) {
        return "MALFORMED_RESPONSE";
      }
      event = events.next();
    }
    return null;
  }

  private static void assertEnd(Fixture fixture, RecordingSink sink, @Nullable String malformed) {
    Map<String, Object> error = object(fixture.expected("error"));
    if (error == null) {
      assertThat(sink.error).isNull();
      assertThat(malformed).isNull();
      assertThat(sink.complete()).isTrue();
    } else if (sink.error != null) {
      assertError(error, "class", sink.error);
    } else {
      String kind = sink.complete() || malformed != null ? malformed : "STREAM_TRUNCATED";
      assertThat(kind).isEqualTo(error.get("class"));
    }
  }

  private static void error(Fixture fixture) {
    ErrorDetails details = ErrorReader.read(fixture.response());

    assertError(fixture.expect(), "errorClass", details);
    assertThat(details.status()).hasValue(fixture.status());
    if (fixture.expects("param")) {
      assertThat(details.param()).isEqualTo(fixture.expected("param"));
    }
  }

  private static void assertError(Map<String, Object> expected, String kind, ErrorDetails details) {
    assertThat(details.kind()).hasToString((String) expected.get(kind));
    if (expected.containsKey("code")) {
      assertThat(details.code()).isEqualTo(expected.get("code"));
    }
    if (expected.containsKey("type")) {
      assertThat(details.type()).isEqualTo(expected.get("type"));
    }
  }

  private static void assertFinish(
      Fixture fixture, @Nullable FinishReason reason, @Nullable String raw) {
    assertIfExpected(fixture, "rawFinishReason", raw);
    boolean toolsDecide = !objects(fixture.expected("toolCalls")).isEmpty();
    if (fixture.expects("finishReason") && !toolsDecide) {
      String expected = (String) fixture.expected("finishReason");
      assertThat(reason == null ? null : reason.name()).isEqualTo(expected);
    }
  }

  private static void assertUsage(Fixture fixture, Usage usage) {
    if (!fixture.expects("usage") || unreadUsage(fixture)) {
      return;
    }
    Map<String, Object> expected = object(fixture.expected("usage"));
    if (expected == null) {
      assertThat(usage).isEqualTo(Usage.unknown());
      return;
    }
    expected.forEach(
        (name, count) ->
            assertThat(usage.tokens(COUNTS.get(name)))
                .as(name)
                .isEqualTo(OptionalLong.of(((Number) count).longValue())));
  }

  private static void assertIfExpected(Fixture fixture, String key, @Nullable Object actual) {
    if (fixture.expects(key)) {
      assertThat(actual).as(key).isEqualTo(fixture.expected(key));
    }
  }

  private static @Nullable String unread(Fixture fixture) {
    if (!objects(fixture.expected("toolCalls")).isEmpty()) {
      return "tool calls are not read";
    }
    if (unreadUsage(fixture)) {
      return "usage outside the usage member is not read";
    }
    if (fixture.id().equals("compatible/empty-choices-response")) {
      return "an answer without choices is legal here, as for prompts that a filter withheld";
    }
    return UNREAD.entrySet().stream()
        .filter(entry -> fixture.expects(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static boolean unreadUsage(Fixture fixture) {
    return fixture.id().equals("compatible/stream-groq-x-groq")
        || fixture.id().equals("compatible/whitespace-prefix-response");
  }

  /** The body of a test. */
  @FunctionalInterface
  private interface Case {
    void run() throws IOException;
  }
}
