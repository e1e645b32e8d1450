package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.JsonSchema;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.ResponseFormat;
import dev.telltale.Role;
import dev.telltale.openai.OpenAiOptions;
import dev.telltale.rig.fixtures.Fixture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The requests that OpenAI is known to refuse: those that can be made are refused before it. */
@Timeout(10)
class InvalidRequestsTest {
  private static final Map<String, ThrowingCallable> EXPRESSIBLE = expressible();

  /** What no call of this library can bring about, and why. */
  private static final Map<String, String> INEXPRESSIBLE =
      Map.of(
          "stop-empty-array", "an empty list is not written",
          "user-content-null", "a message's content is never null",
          "image-url-as-string", "an image is written one way",
          "tool-arguments-object", "arguments are text",
          "tool-choice-any", "the modes are an enum",
          "response-format-xml", "the formats are an enum",
          "metadata-number", "metadata are texts",
          "logit-bias-float", "a bias is an int",
          "max-completion-tokens-string", "the limit is an int");

  /** Members that are no longer known only go by extraBody, whose point it is not to be checked. */
  private static final Set<String> UNCHECKED = Set.of("misspelt-member", "camel-case-member");

  /** The requests by the names of their cases. */
  static Map<String, String> cases() {
    Map<String, String> cases = new LinkedHashMap<>();
    Fixture.objects(Fixtures.json(Fixtures.named("openai/invalid-requests").bytes()))
        .forEach(entry -> cases.put((String) entry.get("case"), JsonText.of(entry.get("request"))));
    return cases;
  }

  @Test
  void everyCaseIsAccountedFor() {
    Set<String> accounted = new TreeSet<>(EXPRESSIBLE.keySet());
    accounted.addAll(INEXPRESSIBLE.keySet());
    accounted.addAll(UNCHECKED);

    assertThat(accounted).isEqualTo(new TreeSet<>(cases().keySet()));
  }

  @ParameterizedTest
  @MethodSource
  void isRefusedBeforeSending(String name) {
    assertThatThrownBy(EXPRESSIBLE.get(name))
        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
        .hasMessageMatching(".{15,}")
        .hasMessageNotContaining("canary");
  }

  static Stream<String> isRefusedBeforeSending() {
    return EXPRESSIBLE.keySet().stream();
  }

  private static Map<String, ThrowingCallable> expressible() {
    Map<String, ThrowingCallable> cases = new LinkedHashMap<>();
    cases.put("no-model", () -> user().model(" "));
    cases.put("no-messages", () -> ChatRequest.builder().build());
    cases.put("empty-messages", () -> ChatRequest.builder().messages(List.of()).build());
    cases.put("temperature-3", () -> send(user().temperature(3)));
    cases.put("top-p-1.5", () -> send(user().topP(1.5)));
    cases.put("n-0", () -> send(user().choiceCount(0)));
    cases.put("n-129", () -> send(user().choiceCount(129)));
    cases.put("stop-5", () -> send(user().stopSequences(List.of("a", "b", "c", "d", "e"))));
    cases.put("unknown-role", () -> send(message(Role.of("moderator"), Content.text("canary"))));
    cases.put("tool-without-id", () -> send(message(Role.TOOL, Content.text("canary"))));
    cases.put("user-content-empty-parts", () -> send(message(Role.USER)));
    cases.put(
        "system-with-image",
        () -> send(message(Role.SYSTEM, Content.image(Media.url("https://canary/a.png")))));
    cases.put(
        "audio-format-ogg",
        () -> send(message(Role.USER, Content.Audio.of(new byte[] {1}, "ogg"))));
    cases.put(
        "json-schema-no-name",
        () -> send(user().responseFormat(ResponseFormat.jsonSchema("", JsonSchema.of("{}")))));
    cases.put("top-logprobs-21", () -> send(user().topLogProbs(21)));
    cases.put("effort-ultra", () -> send(user().reasoningEffort("ultra")));
    cases.put("service-tier-turbo", () -> send(user().serviceTier("turbo")));
    cases.put(
        "safety-identifier-65", () -> OpenAiOptions.builder().safetyIdentifier("a".repeat(65)));
    return cases;
  }

  private static ChatRequest.Builder user() {
    return ChatRequest.builder().user("canary");
  }

  private static ChatRequest.Builder message(Role role, Content... parts) {
    return ChatRequest.builder().message(Message.of(role, List.of(parts)));
  }

  private static void send(ChatRequest.Builder request) {
    Written.toOpenAi(request.build());
  }
}
