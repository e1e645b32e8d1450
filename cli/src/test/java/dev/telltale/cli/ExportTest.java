package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Content;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.LlmException;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.observability.Observability;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.openai.OpenAiOptions;
import dev.telltale.provider.JsonValues;
import dev.telltale.testing.Cassette;
import dev.telltale.testing.CassetteServer;
import dev.telltale.testing.Scripted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExportTest {
  private static final ChatRequest ASK =
      LogRig.asking("Name three rivers.").instructions("Be brief.").temperature(0.5).build();

  @TempDir private Path parent;
  private LogRig log;
  private Path file;

  @BeforeEach
  void openLog() throws IOException {
    log = new LogRig(parent);
    file = parent.resolve("exported");
  }

  @Test
  void exportThatFailsLeavesNoFile() throws IOException {
    log.keep(Scripted.answer("Hello."), LogRig.asking("Hi").build());
    Path otherKey = parent.resolve("other");
    Keys.fileOrNew(otherKey);
    String place = log.directory.toString();
    String[] wrongKey = {
      "export",
      "--format",
      "jsonl",
      "--out",
      file.toString(),
      "--dir",
      place,
      "--key-file",
      otherKey.toString()
    };

    assertThat(log.runBare(wrongKey)).isEqualTo(ExitCode.KEY);
    assertThat(file).doesNotExist();
    assertThat(log.run("export", "--format", "jsonl", "--model", "x", "--out", file.toString()))
        .isEqualTo(ExitCode.INCOMPLETE);
    assertThat(file).doesNotExist();
    Files.writeString(file, "precious");
    assertThat(log.run("export", "--format", "jsonl", "--out", file.toString()))
        .isEqualTo(ExitCode.STORE);
    assertThat(file).hasContent("precious");
  }

  @Test
  void linesHaveContentOnlyIfAsked() throws IOException {
    log.keep(Scripted.answer("The Douro."), ASK);

    assertThat(log.run("export", "--format", "jsonl")).isEqualTo(ExitCode.FINE);
    assertThat(log.out()).contains("\"model\":\"gpt-5-mini\"").doesNotContain("Douro", "rivers");
    assertThat(log.run("export", "--format", "jsonl", "--with-content")).isEqualTo(ExitCode.FINE);
    assertThat(log.out()).contains("Douro", "rivers");
    assertThat(JsonValues.parseObject(log.out().strip())).containsKey("request");
  }

  @Test
  void fileIsPrivateAndNeverOverwritten() throws IOException {
    log.keep(Scripted.answer("The Douro."), ASK);

    assertThat(log.run("export", "--format", "jsonl", "--out", file.toString())).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(log.run("export", "--format", "jsonl", "--out", file.toString()))
        .isEqualTo(ExitCode.STORE);
    assertThat(log.err()).contains("is not overwritten");
  }

  @Test
  void otlpLineIsOneLogRecord() throws IOException {
    log.keep(Scripted.answer("The Douro."), ASK);

    log.run("export", "--format", "otlp-json");

    assertThat(JsonValues.parseObject(log.out().strip())).containsOnlyKeys("resourceLogs");
    assertThat(log.out())
        .contains("\"eventName\":\"telltale.prompt_log.record\"", "\"timeUnixNano\":\"");
  }

  @Test
  void cassettePlaysTheSameAnswer() throws IOException {
    log.keep(Scripted.answer("The Douro.").usage(21, 3), ASK);

    ChatResponse played = play(ASK);

    assertThat(played.text()).isEqualTo("The Douro.");
    assertThat(played.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(played.usage().outputTokens()).hasValue(3);
  }

  @Test
  void cassettePlaysTheSameFailure() throws IOException {
    log.keep(Scripted.rateLimited(Duration.ofSeconds(1)), ASK);

    Assertions.assertThatThrownBy(() -> play(ASK))
        .isInstanceOfSatisfying(
            LlmException.class,
            failed -> assertThat(failed.kind()).isEqualTo(ErrorKind.RATE_LIMIT));
  }

  @Test
  void cassettePlaysTheSameStream() throws IOException {
    log.keepStream(Scripted.stream("The ", "Douro.").usage(21, 3), ASK);

    try (CassetteServer server = CassetteServer.replayStrictly(exported());
        Observability observability = Observability.builder().build();
        ChatClient client = LogRig.client(server.url() + "/v1", observability)) {
      assertThat(client.stream(ASK).forEachText(text -> {}).text()).isEqualTo("The Douro.");
      server.assertAllReplayed();
    }
  }

  @Test
  void cassetteHoldsEverySettingOfTheRequest() throws IOException {
    ChatRequest request =
        ASK.toBuilder()
            .stopSequences(List.of("END"))
            .choiceCount(2)
            .serviceTier("flex")
            .extraBody("prompt_cache_key", "rivers")
            .build();
    log.keep(Scripted.answer("The Douro."), request);

    ChatResponse played = play(request);

    assertThat(played.text()).isEqualTo("The Douro.");
    assertThat(Files.readString(file)).contains("\"stop\"", "\"n\": 2", "\"flex\"", "\"rivers\"");
  }

  @Test
  void requestNotKeptInWholeMatchesAny() throws IOException {
    log.keep(
        Scripted.answer("The Douro."),
        ASK.toBuilder().extraBody("account", 4111111111111111L).build());

    Cassette cassette = exported();

    assertThat(log.err()).contains("any request matches; the record lacks extra_body");
    assertThat(cassette.exchanges().get(0).request()).isNull();
  }

  @Test
  void cassetteSaysThatMediaAreMissing() throws IOException {
    log.keep(
        Scripted.answer("The Douro."),
        ASK.toBuilder()
            .message(Message.of(Role.USER, List.of(Content.file(Media.bytes(new byte[9], "a/b")))))
            .extension(OpenAiOptions.class, OpenAiOptions.builder().verbosity("low").build())
            .build());

    Cassette cassette = exported();

    assertThat(log.err()).contains("any request matches; the record lacks OpenAiOptions, file.");
    assertThat(cassette.exchanges().get(0).request()).isNull();
  }

  @Test
  void cassetteNeedsConsentToContent() throws IOException {
    log.keep(Scripted.answer("The Douro."), ASK);

    assertThat(log.run("export", "--format", "cassette")).isEqualTo(ExitCode.USAGE);
    assertThat(log.run("export", "--format", "tape")).isEqualTo(ExitCode.USAGE);
    assertThat(log.run("export", "--format", "jsonl", "--id", "00000000"))
        .isEqualTo(ExitCode.INCOMPLETE);
  }

  private ChatResponse play(ChatRequest request) throws IOException {
    try (CassetteServer server = CassetteServer.replayStrictly(exported());
        Observability observability = Observability.builder().build();
        ChatClient client = LogRig.client(server.url() + "/v1", observability)) {
      ChatResponse response = client.chat(request);
      server.assertAllReplayed();
      return response;
    }
  }

  private Cassette exported() throws IOException {
    assertThat(
            log.run("export", "--format", "cassette", "--with-content", "--out", file.toString()))
        .isEqualTo(ExitCode.FINE);
    return Cassette.load(file);
  }
}
