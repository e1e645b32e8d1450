package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.Tool;
import dev.telltale.ToolChoice;
import dev.telltale.openai.Moderation;
import dev.telltale.openai.OpenAiOptions;
import dev.telltale.openai.Voice;
import dev.telltale.openai.WebSearch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class RequestRulesTest {
  private static final Tool RAIN = Tool.function("rain").build();

  @ParameterizedTest
  @MethodSource
  void contradictionIsRefusedWhoeverTheServer(ChatRequest.Builder request) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Written.toCompatible(request.user("canary").build()))
        .withMessageNotContaining("canary");
  }

  static Stream<Arguments> contradictionIsRefusedWhoeverTheServer() {
    return Stream.of(
        argumentSet("choice without tools", request().toolChoice(ToolChoice.auto())),
        argumentSet("parallel calls without tools", request().toolCallsInParallel()),
        argumentSet("two tools of one name", request().tool(RAIN).tool(RAIN)),
        argumentSet("unknown tool", request().tool(RAIN).toolChoice(ToolChoice.tool("canary"))),
        argumentSet(
            "unknown tool among others",
            request().tool(RAIN).toolChoice(ToolChoice.autoAmong(List.of("rain", "canary")))),
        argumentSet(
            "one of no tools",
            request().tool(RAIN).toolChoice(new ToolChoice(ToolChoice.Mode.TOOL, List.of()))),
        argumentSet(
            "none of one",
            request()
                .tool(RAIN)
                .toolChoice(new ToolChoice(ToolChoice.Mode.NONE, List.of("rain")))));
  }

  @Test
  void toolsMayComeAsExtraMember() {
    ChatRequest request =
        request().user("a").toolChoice(ToolChoice.required()).extraBody("tools", List.of()).build();

    assertThat(Written.toCompatible(request))
        .endsWith("\"tool_choice\":\"required\",\"tools\":[]}");
  }

  @ParameterizedTest
  @MethodSource
  void valueOpenAiDoesNotKnowIsRefusedThereOnly(ChatRequest.Builder builder) {
    ChatRequest request = builder.user("canary").build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Written.toOpenAi(request))
        .withMessageNotContaining("canary");
    assertThat(Written.toCompatible(request)).isNotEmpty();
  }

  static Stream<Arguments> valueOpenAiDoesNotKnowIsRefusedThereOnly() {
    return Stream.of(
        argumentSet("temperature", request().temperature(2.1)),
        argumentSet("choices", request().choiceCount(129)),
        argumentSet("stops", request().stopSequences(List.of("1", "2", "3", "4", "5"))),
        argumentSet("log probabilities", request().topLogProbs(21)),
        argumentSet("effort", request().reasoningEffort("canary")),
        argumentSet("tier", request().serviceTier("canary")),
        argumentSet("role", request().message(Message.of(Role.of("canary"), "a"))),
        argumentSet("detail", part(new Content.Image(Media.url("https://e.x"), "canary"))),
        argumentSet("sound", part(Content.Audio.of(new byte[] {1}, "canary"))),
        argumentSet(
            "grammar",
            request().tool(Tool.custom("sql").grammar(new Tool.Grammar("canary", "a")).build())),
        argumentSet("verbosity", options(OpenAiOptions.builder().verbosity("canary"))),
        argumentSet("modality", options(OpenAiOptions.builder().modalities(List.of("canary")))),
        argumentSet("voice", options(OpenAiOptions.builder().voice(Voice.of("a", "canary")))),
        argumentSet("cache mode", options(OpenAiOptions.builder().promptCacheMode("canary"))),
        argumentSet("cache ttl", options(OpenAiOptions.builder().promptCacheTtl("canary"))),
        argumentSet(
            "search",
            options(
                OpenAiOptions.builder().webSearch(WebSearch.defaults().withContextSize("canary")))),
        argumentSet(
            "moderation of the prompt",
            options(OpenAiOptions.builder().moderation(Moderation.by("m").withInput("canary")))),
        argumentSet(
            "moderation of the answer",
            options(OpenAiOptions.builder().moderation(Moderation.by("m").withOutput("canary")))));
  }

  private static ChatRequest.Builder request() {
    return ChatRequest.builder();
  }

  private static ChatRequest.Builder part(Content part) {
    return request().message(Message.of(Role.USER, List.of(part)));
  }

  private static ChatRequest.Builder options(OpenAiOptions.Builder options) {
    return request().extension(OpenAiOptions.class, options.build());
  }
}
