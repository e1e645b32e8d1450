package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import dev.telltale.JsonSchema;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.observability.promptlog.ContentPolicy.Part;
import dev.telltale.observability.promptlog.ContentPolicy.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RecordWriterTest {
  private static final Verdict KEPT = new Verdict(Set.of(KeepReason.SAMPLED), 0.25);
  private static final ChatResponse ANSWER =
      Calls.answer(FinishReason.STOP, new Content.Text("Written to ann@example.com."));

  @Test
  void requestComesBackAsItWasButForMedia() throws IOException {
    ChatRequest request =
        ChatRequest.builder()
            .model("gpt-5")
            .instructions("Be brief.")
            .message(
                Message.of(
                    Role.USER,
                    List.of(
                        new Content.Text("What is this?"),
                        Content.image(Media.bytes(new byte[] {1, 2, 3}, "image/png")),
                        Content.image(Media.url("https://example.com/x.png?sig=secret")))))
            .message(
                Message.of(Role.ASSISTANT, List.of(ToolCall.function("c1", "look", "{\"at\":1}"))))
            .message(Message.tool("c1", "a sail"))
            .temperature(0.5)
            .tool(
                Tool.function("look")
                    .description("Looks.")
                    .parameters(JsonSchema.of("{\"type\":\"object\"}"))
                    .build())
            .build();

    PromptRecord record = record(request, ContentPolicy.keepAll(), Redactors.all());

    ChatRequest again = record.request().orElseThrow();
    assertThat(again.model()).isEqualTo("gpt-5");
    assertThat(again.instructions()).isEqualTo("Be brief.");
    assertThat(again.messages().get(0).parts()).hasSize(3);
    assertThat(again.messages().get(0).text())
        .isEqualTo(
            "What is this?[image left out by the prompt log][image left out by the prompt log]");
    assertThat(again.messages().get(1).toolCalls().get(0).rawArguments()).isEqualTo("{\"at\":1}");
    assertThat(again.messages().get(2).parts().get(0))
        .isEqualTo(new Content.ToolResult("c1", "a sail"));
    assertThat(again.temperature()).hasValue(0.5);
    assertThat(again.tools().get(0).parameters().json()).isEqualTo("{\"type\":\"object\"}");
    assertThat(record.json())
        .contains("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
        .doesNotContain("sig=secret", "AQID");
  }

  @Test
  void factsAreInEveryRecord() throws IOException {
    PromptRecord record = record(ChatRequest.of("Hi"), ContentPolicy.dropAll(), Redactors.all());

    assertThat(record.id()).isEqualTo(Calls.id(1));
    assertThat(record.provider()).isEqualTo("openai");
    assertThat(record.model()).isEqualTo("gpt-5-mini");
    assertThat(record.finishReasons()).containsExactly("stop");
    assertThat(record.keptBecause()).containsExactly("sampled");
    assertThat(record.keepProbability()).hasValue(0.25);
    assertThat(record.failed()).isFalse();
    assertThat(record.traceId()).isNull();
    assertThat(record.answer()).isEqualTo("[text left out by the prompt log]");
  }

  @Test
  void namesThatAServerMadeUpStayShort() throws IOException {
    String name = "n".repeat(2 << 20);
    ChatResponse answer =
        ChatResponse.builder()
            .id(name)
            .model(name)
            .choices(
                Collections.nCopies(
                    5000,
                    Choice.builder(
                            0,
                            Message.of(Role.ASSISTANT, List.of(ToolCall.function(name, name, ""))))
                        .finishReason(FinishReason.STOP, name)
                        .build()))
            .build();

    String json =
        new RecordWriter(ContentPolicy.keepAll(), Redactors.all())
            .write(Calls.of(ChatRequest.of("Hi"), answer), KEPT);

    assertThat(json.length()).isLessThan(RecordWriter.MAX_RECORD_BYTES);
    assertThat(PromptRecord.parse(json).finishReasons()).hasSize(64);
  }

  @Test
  void conversationIsRedactedToo() throws IOException {
    String json =
        new RecordWriter(ContentPolicy.keepAll(), Redactors.all())
            .write(
                Calls.asking(
                    CallOptions.builder().conversationId("chat of ann@example.com").build()),
                KEPT);

    assertThat(PromptRecord.parse(json).members())
        .containsEntry("conversation_id", "chat of [email]");
  }

  @Test
  void policyDecidesByRoleAndPart() throws IOException {
    ContentPolicy policy =
        ContentPolicy.keepAll()
            .role(Role.USER, Rule.DROP)
            .role(Role.ASSISTANT, Rule.HASH)
            .part(Part.TOOL_RESULT, Rule.DROP);
    ChatRequest request =
        ChatRequest.builder()
            .instructions("kept words")
            .user("dropped words")
            .message(Message.tool("c1", "dropped result"))
            .build();

    String json = record(request, policy, Redactors.all()).json();

    assertThat(json).contains("kept words", "\"text_chars\":13", "\"text_hmac\"");
    assertThat(json).doesNotContain("dropped", "Written to");
  }

  @Test
  void everyTextIsRedacted() throws IOException {
    Redactor everything = text -> "[gone]";
    ChatRequest request =
        ChatRequest.builder()
            .instructions("secret1")
            .message(Message.user("secret2").withName("secret3"))
            .message(Message.tool("c1", "secret4"))
            .message(
                Message.of(
                    Role.ASSISTANT,
                    List.of(
                        new Content.Thinking("secret5", "reasoning"),
                        new Content.Refusal("secret6"),
                        new Content.Opaque("{\"secret7\":1}"),
                        ToolCall.function("c1", "look", "{\"secret8\":1}"))))
            .tool(
                Tool.function("look")
                    .description("secret9")
                    .parameters(JsonSchema.of("{\"secret10\":1}"))
                    .build())
            .extraBody("user", "secret11")
            .build();

    String json = record(request, ContentPolicy.keepAll(), everything).json();

    assertThat(json).contains("[gone]").doesNotContain("secret", "ann@example.com");
  }

  @Test
  void longTextsAreCutAfterRedaction() throws IOException {
    String text =
        "x".repeat(RecordWriter.MAX_FIELD_CHARS - 9) + " ann@example.com " + "y".repeat(99);

    PromptRecord record = record(ChatRequest.of(text), ContentPolicy.keepAll(), Redactors.emails());

    assertThat(record.json()).contains("\"text_truncated\"").doesNotContain("ann@");
    assertThat(record.request().orElseThrow().messages().get(0).text())
        .hasSize(RecordWriter.MAX_FIELD_CHARS)
        .endsWith(" [email] ");
  }

  @Test
  void recordsAreBounded() throws IOException {
    ChatRequest.Builder many = ChatRequest.builder();
    for (int i = 0; i < 20; i++) {
      many.user("é".repeat(40_000));
    }
    for (int i = 0; i < 300; i++) {
      many.user("z".repeat(900));
    }

    String json = record(many.build(), ContentPolicy.keepAll(), Redactors.emails()).json();

    assertThat(json.getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(RecordWriter.MAX_RECORD_BYTES);
    assertThat(json).contains("too_long");
  }

  @Test
  void otherSchemaIsRefusedUnshown() {
    assertThatThrownBy(() -> PromptRecord.parse("{\"schema\":2,\"secret\":1}"))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> PromptRecord.parse("secret")).hasMessageNotContaining("secret");
  }

  private static PromptRecord record(ChatRequest request, ContentPolicy policy, Redactor redactor)
      throws IOException {
    return PromptRecord.parse(
        new RecordWriter(policy, redactor).write(Calls.of(request, ANSWER), KEPT));
  }
}
