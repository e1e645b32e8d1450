package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatRequest;
import dev.telltale.FinishReason;
import dev.telltale.JsonSchema;
import dev.telltale.ResponseFormat;
import dev.telltale.Tool;
import dev.telltale.ToolChoice;
import dev.telltale.observability.promptlog.ContentPolicy.Part;
import dev.telltale.observability.promptlog.ContentPolicy.Rule;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RecordedRequestTest {
  private static final JsonSchema SCHEMA = JsonSchema.of("{\"type\":\"object\"}");

  @Test
  void settingsComeBackAsTheyWere() throws IOException {
    ChatRequest again =
        again(
            ChatRequest.builder()
                .user("Hi")
                .temperature(0.5)
                .topP(0.9)
                .frequencyPenalty(-1)
                .presencePenalty(1.5)
                .maxTokens(77)
                .choiceCount(3)
                .seed(Long.MAX_VALUE)
                .topLogProbs(4)
                .reasoningEffort("low")
                .serviceTier("flex")
                .stopSequences(List.of("END", "\n\n"))
                .build());

    assertThat(again.temperature()).hasValue(0.5);
    assertThat(again.topP()).hasValue(0.9);
    assertThat(again.frequencyPenalty()).hasValue(-1);
    assertThat(again.presencePenalty()).hasValue(1.5);
    assertThat(again.maxTokens()).hasValue(77);
    assertThat(again.choiceCount()).hasValue(3);
    assertThat(again.seed()).hasValue(Long.MAX_VALUE);
    assertThat(again.topLogProbs()).hasValue(4);
    assertThat(again.reasoningEffort()).isEqualTo("low");
    assertThat(again.serviceTier()).isEqualTo("flex");
    assertThat(again.stopSequences()).containsExactly("END", "\n\n");
  }

  @Test
  void nothingComesBackThatWasNotSet() throws IOException {
    ChatRequest again = again(ChatRequest.of("Hi"));

    assertThat(again).usingRecursiveComparison().isEqualTo(ChatRequest.of("Hi"));
  }

  @Test
  void everyToolChoiceComesBack() throws IOException {
    List<ToolChoice> choices =
        List.of(
            ToolChoice.auto(),
            ToolChoice.none(),
            ToolChoice.required(),
            ToolChoice.tool("look"),
            ToolChoice.autoAmong(List.of("look", "hear")),
            ToolChoice.requiredAmong(List.of("hear")));

    for (ToolChoice choice : choices) {
      ChatRequest again = again(ChatRequest.builder().user("Hi").toolChoice(choice).build());

      assertThat(again.toolChoice()).isEqualTo(choice);
    }
    assertThat(choices.stream().map(ToolChoice::mode))
        .containsAll(EnumSet.allOf(ToolChoice.Mode.class));
  }

  @Test
  void toolsComeBackWithAllThatIsSent() throws IOException {
    ChatRequest request =
        ChatRequest.builder()
            .user("Hi")
            .tool(Tool.function("look").description("Looks.").parameters(SCHEMA).strict().build())
            .tool(Tool.function("hear").lenient().build())
            .tool(Tool.custom("sum").grammar(new Tool.Grammar("regex", "[0-9]+")).build())
            .toolCallsOneByOne()
            .build();

    ChatRequest again = again(request);

    assertThat(again.tools()).usingRecursiveComparison().isEqualTo(request.tools());
    assertThat(again.parallelToolCalls()).isFalse();
    assertThat(again(request.toBuilder().toolCallsInParallel().build()).parallelToolCalls())
        .isTrue();
  }

  @Test
  void everyAnswerFormatComesBack() throws IOException {
    List<ResponseFormat> formats =
        List.of(
            ResponseFormat.text(),
            ResponseFormat.jsonObject(),
            ResponseFormat.jsonSchema("sail", SCHEMA),
            ResponseFormat.jsonSchema("sail", SCHEMA).withDescription("A sail.").asStrict());

    for (ResponseFormat format : formats) {
      ChatRequest again = again(ChatRequest.builder().user("Hi").responseFormat(format).build());

      assertThat(again.responseFormat()).usingRecursiveComparison().isEqualTo(format);
    }
  }

  @Test
  void addedMembersComeBackRedacted() throws IOException {
    ChatRequest again =
        again(
            ChatRequest.builder()
                .user("Hi")
                .extraBody("user", "ann@example.com")
                .extraBody("top_k", 40)
                .extraBody("nested", Map.of("list", List.of(true, "x")))
                .build());

    assertThat(again.extraBody())
        .containsEntry("user", "[email]")
        .containsEntry("top_k", 40L)
        .containsEntry("nested", Map.of("list", List.of(true, "x")));
  }

  @Test
  void whatRedactionBrokeIsNotSentAsSomethingElse() throws IOException {
    ChatRequest again =
        again(ChatRequest.builder().user("Hi").extraBody("n", 4111111111111111L).build());

    assertThat(again.extraBody()).isEmpty();
  }

  @Test
  void textsThatWereCutAreNotRestored() throws IOException {
    String tooLong = "x".repeat(RecordWriter.MAX_FIELD_CHARS + 1);
    ChatRequest request =
        ChatRequest.builder()
            .user("Hi")
            .stopSequences(List.of("END", tooLong))
            .tool(Tool.custom("sum").grammar(new Tool.Grammar("regex", tooLong)).build())
            .build();

    ChatRequest again = again(request);

    assertThat(again.stopSequences()).containsExactly("END");
    assertThat(again.tools().get(0).grammar()).isNull();
  }

  @Test
  void policyForSettingsCoversStopsAndGrammars() throws IOException {
    ChatRequest request =
        ChatRequest.builder()
            .user("Hi")
            .stopSequences(List.of("sloop"))
            .tool(Tool.custom("sum").grammar(new Tool.Grammar("regex", "ketch")).build())
            .responseFormat(ResponseFormat.jsonSchema("sail", SCHEMA).withDescription("brig"))
            .build();

    PromptRecord dropped = record(request, ContentPolicy.keepAll().part(Part.SETTINGS, Rule.DROP));

    assertThat(dropped.json()).doesNotContain("sloop", "ketch", "brig");
    assertThat(dropped.request().orElseThrow().stopSequences()).isEmpty();
  }

  private static ChatRequest again(ChatRequest request) throws IOException {
    return record(request, ContentPolicy.keepAll()).request().orElseThrow();
  }

  private static PromptRecord record(ChatRequest request, ContentPolicy policy) throws IOException {
    Verdict kept = new Verdict(EnumSet.of(KeepReason.SAMPLED), 0.25);
    return PromptRecord.parse(
        new RecordWriter(policy, Redactors.all())
            .write(Calls.of(request, Calls.answer(FinishReason.STOP)), kept));
  }
}
