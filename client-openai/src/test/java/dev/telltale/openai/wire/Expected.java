package dev.telltale.openai.wire;

import static dev.telltale.openai.wire.Fixture.object;
import static dev.telltale.openai.wire.Fixture.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.TokenKind;
import dev.telltale.ToolCall;
import dev.telltale.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Compares an answer with what a fixture's index entry expects of it. */
final class Expected {
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

  private Expected() {}

  static void answer(Fixture fixture, ChatResponse response) {
    if (fixture.expects("text")) {
      String text = (String) fixture.expected("text");
      assertThat(response.text()).isEqualTo(text == null ? "" : text);
      if (text == null) {
        assertThat(part(response, Content.Text.class)).isNull();
      }
    }
    Content.Thinking thinking = part(response, Content.Thinking.class);
    compare(fixture, "reasoningText", thinking == null ? null : thinking.text());
    Content.Refusal refusal = part(response, Content.Refusal.class);
    compare(fixture, "refusal", refusal == null ? null : refusal.text());
    compare(fixture, "id", response.id());
    compare(fixture, "model", response.model());
    compare(fixture, "serviceTier", response.serviceTier());
    choices(fixture, response.choices());
    toolCalls(fixture, response);
    usage(fixture, response.usage());
  }

  static void usage(Fixture fixture, Usage usage) {
    if (fixture.expects("providerCost")) {
      BigDecimal cost = new BigDecimal(fixture.expected("providerCost").toString());
      assertThat(usage.providerCostUsd().orElseThrow()).isEqualByComparingTo(cost);
    }
    if (!fixture.expects("usage")) {
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

  private static void choices(Fixture fixture, List<Choice> choices) {
    if (!choices.isEmpty()) {
      Choice first = choices.get(0);
      compare(fixture, "finishReason", name(first));
      compare(fixture, "rawFinishReason", first.rawFinishReason());
      compare(fixture, "citations", (double) first.citations().size());
      compare(fixture, "logprobTokens", (double) first.logProbs().size());
    }
    List<Map<String, Object>> expected = objects(fixture.expected("choices"));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(choices.get(i).text()).isEqualTo(expected.get(i).get("text"));
      assertThat(name(choices.get(i))).isEqualTo(expected.get(i).get("finishReason"));
    }
  }

  private static void toolCalls(Fixture fixture, ChatResponse response) {
    if (!fixture.expects("toolCalls")) {
      return;
    }
    List<Map<String, Object>> expected = objects(fixture.expected("toolCalls"));
    List<ToolCall> calls = response.toolCalls();
    assertThat(calls).hasSameSizeAs(expected);
    for (int i = 0; i < calls.size(); i++) {
      Map<String, Object> call = expected.get(i);
      boolean custom = "custom".equals(call.get("type"));
      String id = call.get("id") == null ? "call_" + i : (String) call.get("id");
      assertThat(calls.get(i).id()).isEqualTo(id);
      assertThat(calls.get(i).name()).isEqualTo(call.get("name"));
      assertThat(calls.get(i).kind() == ToolCall.Kind.CUSTOM).isEqualTo(custom);
      assertThat(calls.get(i).rawArguments()).isEqualTo(call.get(custom ? "input" : "arguments"));
    }
  }

  private static @Nullable String name(Choice choice) {
    return choice.finishReason() == null ? null : choice.finishReason().name();
  }

  private static <T extends Content> @Nullable T part(ChatResponse response, Class<T> type) {
    return response.choices().stream()
        .flatMap(choice -> choice.message().parts().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElse(null);
  }

  private static void compare(Fixture fixture, String key, @Nullable Object actual) {
    if (fixture.expects(key)) {
      assertThat(actual).as(key).isEqualTo(fixture.expected(key));
    }
  }
}
