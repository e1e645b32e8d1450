package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.JsonSchema;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.ResponseFormat;
import dev.telltale.Role;
import dev.telltale.Tool;
import dev.telltale.ToolChoice;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.openai.OpenAiOptions;
import dev.telltale.provider.AnswerForm;
import dev.telltale.testing.ReceivedRequest;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplayTest {
  @TempDir private Path parent;
  private LogRig log;

  @BeforeEach
  void openLog() throws IOException {
    log = new LogRig(parent);
  }

  @Test
  void uselessUrlIsWrongUsage() throws IOException {
    log.keep(Scripted.answer("Hello."), LogRig.asking("Hi").build());
    String id = log.idInLine(1);

    for (String url : new String[] {"http://user:pw@localhost:1/v1", "http://127.0.0.1:99999/v1"}) {
      assertThat(log.run("replay", id, "--base-url", url)).as(url).isEqualTo(ExitCode.USAGE);
      assertThat(log.err()).doesNotContain("\tat ");
    }
  }

  @Test
  void outcomesStandSideBySide() throws IOException {
    String id = keepAnswer();

    try (ScriptedServer server = ScriptedServer.start()) {
      server.enqueue(Scripted.answer("The Po.").usage(21, 9).finishReason("length"));

      assertThat(log.run("replay", id, "--base-url", server.baseUrl())).isZero();

      ReceivedRequest sent = server.takeRequest();
      assertThat(sent.body()).contains("Name a river.", "gpt-5-mini");
    }
    assertThat(log.out())
        .containsPattern("finish +stop +length")
        .containsPattern("output tokens +3 +9")
        .containsPattern("cost in USD +0\\.\\d+ +0\\.\\d+")
        .containsPattern("latency in ms +\\d+ +\\d+")
        .contains("answers: different")
        .doesNotContain("Douro", "Po.");
  }

  @Test
  void recordedAnswerIsRehearsedWithoutServer() throws IOException {
    String id = keepAnswer();

    assertThat(log.run("replay", id, "--with-content")).isZero();

    assertThat(log.out()).contains("answers: the same", "--- replayed answer", "The Douro.");
  }

  @Test
  void failureIsRehearsedToo() throws IOException {
    log.keep(Scripted.rateLimited(Duration.ofSeconds(1)), LogRig.asking("Name a river.").build());

    assertThat(log.run("replay", log.idInLine(1))).isZero();

    assertThat(log.out()).containsPattern("status +rate_limit_exceeded +rate_limit");
  }

  @Test
  void otherHostsNeedConsent() throws IOException {
    String id = keepAnswer();
    List<String> remote =
        List.of(
            "https://api.openai.com/v1",
            "http://localhost.example/v1",
            "http://127.0.0.1.example/v1",
            "http://127.0.0.1@example.com/v1",
            "http://[::2]/v1",
            "nonsense");

    for (String url : remote) {
      assertThat(log.run("replay", id, "--base-url", url)).as(url).isEqualTo(ExitCode.USAGE);
    }

    assertThat(log.err()).contains("base URL");
    assertThat(log.run("replay", id, "--to-provider")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void everySettingIsSentAgain() throws IOException {
    JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"additionalProperties\":false}");
    ChatRequest request =
        LogRig.asking("Name a river.")
            .instructions("Be brief.")
            .stopSequences(List.of("END", "\n\n"))
            .temperature(0.25)
            .seed(7)
            .maxTokens(50)
            .choiceCount(2)
            .serviceTier("flex")
            .topLogProbs(2)
            .tool(Tool.function("locate").description("Locates.").parameters(schema).build())
            .tool(Tool.custom("sum").grammar(new Tool.Grammar("regex", "[0-9]+")).build())
            .toolChoice(ToolChoice.requiredAmong(List.of("locate")))
            .toolCallsOneByOne()
            .responseFormat(ResponseFormat.jsonSchema("river", schema).asStrict())
            .extraBody("prompt_cache_key", "rivers")
            .build();
    log.keep(Scripted.answer("The Douro."), request);
    String id = log.idInLine(1);

    try (ScriptedServer server = ScriptedServer.start()) {
      server.enqueue(Scripted.answer("The Po."));
      log.run("replay", id, "--base-url", server.baseUrl());

      assertThat(server.takeRequest().body()).isEqualTo(encoded(request));
    }
    assertThat(log.err()).doesNotContain("not sent");
  }

  @Test
  void whatTheRecordLacksIsSaid() throws IOException {
    log.keep(
        Scripted.answer("The Douro."),
        LogRig.asking("Name a river.")
            .extraBody("account", 4111111111111111L)
            .extension(OpenAiOptions.class, OpenAiOptions.builder().verbosity("low").build())
            .build());

    log.run("replay", log.idInLine(1));

    assertThat(log.err()).contains("not sent: extra_body, OpenAiOptions.");
  }

  @Test
  void mediaAndCutTextsAreSaidToBeMissing() throws IOException {
    ChatRequest.Builder asked = LogRig.asking("a".repeat(40_000));
    asked.message(
        Message.of(Role.USER, List.of(Content.image(Media.bytes(new byte[9], "image/png")))));
    log.keep(Scripted.answer("The Douro."), asked.build());

    log.run("replay", log.idInLine(1));

    assertThat(log.err())
        .contains("not sent: texts that were cut or left out, image.")
        .contains("Texts are sent redacted.");
  }

  private static String encoded(ChatRequest request) {
    return OpenAi.builder()
        .baseUrl("http://127.0.0.1/v1")
        .profile(CompatProfile.OPENAI)
        .build()
        .encode(request, "gpt-5-mini", AnswerForm.WHOLE)
        .body()
        .utf8();
  }

  private String keepAnswer() throws IOException {
    log.keep(Scripted.answer("The Douro.").usage(21, 3), LogRig.asking("Name a river.").build());
    return log.idInLine(1);
  }
}
