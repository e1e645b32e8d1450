package dev.telltale.observability.functional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ContentFilteredException;
import dev.telltale.observability.Observability;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.observability.promptlog.PromptRecord;
import dev.telltale.observability.promptlog.store.KeyProvider;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.observability.promptlog.store.Progress;
import dev.telltale.observability.promptlog.store.PromptStore;
import dev.telltale.observability.promptlog.store.StoredEntry;
import dev.telltale.openai.OpenAi;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real calls through a client, kept by the flag and read back from the disk. */
@Timeout(30)
class PromptLogOfCallsTest {
  private static final String KEY = "sk-test-0123456789abcdefghijklmn";

  @TempDir private Path parent;

  @Test
  void callsThatWentWrongAreKeptWholeAndUnreadable() throws IOException {
    Path directory = parent.resolve("log");
    KeyProvider keys = Keys.fileOrNew(parent.resolve("key"));
    try (ScriptedServer server = ScriptedServer.start()) {
      server.enqueue(
          Scripted.answer("A fine marker-answer."),
          Scripted.answer("A marker-answer cut").finishReason("length").usage(9, 5),
          Scripted.contentFilter(),
          Scripted.contentFilter());
      try (Observability observability =
              Observability.builder()
                  .console(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8))
                  .promptLog(PromptLog.encrypted(directory, keys).allFailures())
                  .build();
          ChatClient client =
              ChatClient.builder(
                      OpenAi.builder()
                          .baseUrl(server.baseUrl())
                          .apiKey(KEY)
                          .model("gpt-5-mini")
                          .build())
                  .telemetry(observability.telemetry())
                  .build()) {
        client.chat("a marker-success");
        client.chat("a marker-prompt with " + KEY + " and ann@example.com");
        assertThatThrownBy(() -> client.chat("a marker-filtered"))
            .isInstanceOf(ContentFilteredException.class);
        CallOptions out = CallOptions.builder().leaveOutOfPromptLog().build();
        assertThatThrownBy(() -> client.chat(ChatRequest.of("a marker-private"), out))
            .isInstanceOf(ContentFilteredException.class);
      }
    }

    List<PromptRecord> records = records(directory, keys);
    assertThat(records).hasSize(2);
    assertThat(records.get(0).answer()).isEqualTo("A marker-answer cut");
    assertThat(records.get(0).keptBecause()).containsExactly("length");
    assertThat(records.get(0).traceId()).isNotNull();
    assertThat(records.get(0).tokens("output")).hasValue(5);
    assertThat(records.get(0).json())
        .contains("a marker-prompt with [api-key] and [email]")
        .doesNotContain(KEY, "ann@");
    assertThat(records.get(1).keptBecause()).containsExactly("error", "content_filter");
    assertThat(records.get(1).httpStatus()).hasValue(400);
    assertThat(bytes(directory)).doesNotContain("marker", "gpt-5-mini", "content_filter", KEY);
  }

  @Test
  void logThatCannotBeOpenedIsRefusedAtBuild() throws IOException {
    KeyProvider keys = Keys.fileOrNew(parent.resolve("key"));
    Path place = Files.writeString(parent.resolve("file"), "no directory");

    assertThatThrownBy(
            () ->
                Observability.builder()
                    .promptLog(PromptLog.encrypted(place, keys).allFailures())
                    .build())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("prompt log");
  }

  private static List<PromptRecord> records(Path directory, KeyProvider keys) throws IOException {
    List<StoredEntry> entries = new ArrayList<>();
    PromptStore.open(directory, keys).read(entries::add, Progress.NONE);
    List<PromptRecord> records = new ArrayList<>();
    for (StoredEntry entry : entries) {
      records.add(PromptRecord.parse(entry.json()));
    }
    return records;
  }

  private static String bytes(Path directory) throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
