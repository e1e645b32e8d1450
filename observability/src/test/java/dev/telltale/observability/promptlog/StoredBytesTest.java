package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallReport;
import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.LlmException;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.telemetry.Interaction;
import io.opentelemetry.api.OpenTelemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a call can be read in the files of the store, in whatever form. */
@Timeout(60)
class StoredBytesTest {
  /** Parts of a marker are looked for, as an alphabet of Base64 may cut its ends. */
  private static final int WINDOW = 10;

  private static final List<String> MARKERS =
      Stream.of("prompt", "orders", "answer", "tool", "called", "model", "body", "extra", "stop")
          .map(place -> "marker-of-the-" + place + "-7f3a9c")
          .toList();

  @TempDir private Path parent;

  @Test
  void noMarkerIsInTheFilesInAnyForm() throws IOException {
    Path key = parent.resolve("key");
    Path clear = parent.resolve("clear.jsonl");

    keep(
        PromptLog.encrypted(parent.resolve("log"), Keys.fileOrNew(key))
            .andTo(PromptLog.unencryptedJsonLines(clear)));

    String stored = bytes(parent.resolve("log"));
    assertThat(stored.length()).isGreaterThan(2_000);
    for (String marker : MARKERS) {
      assertThat(Files.readString(clear)).contains(marker);
      assertThat(found(marker, stored)).as(marker).isEmpty();
    }
    String keyText = Files.readString(key).strip();
    assertThat(stored).doesNotContain(keyText.substring(0, WINDOW));
    assertThat(stored)
        .doesNotContain(
            new String(Base64.getDecoder().decode(keyText), StandardCharsets.ISO_8859_1));
  }

  @Test
  void everyFormWouldBeFound() {
    String marker = MARKERS.get(0);
    byte[] plain = marker.getBytes(StandardCharsets.UTF_8);

    for (int shift = 0; shift < 3; shift++) {
      String shifted = "x".repeat(shift) + marker;
      byte[] bytes = shifted.getBytes(StandardCharsets.UTF_8);
      assertThat(found(marker, Base64.getEncoder().encodeToString(bytes))).isNotEmpty();
    }
    assertThat(found(marker, HexFormat.of().formatHex(plain))).isNotEmpty();
    assertThat(found(marker, HexFormat.of().withUpperCase().formatHex(plain))).isNotEmpty();
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      String wide = new String(marker.getBytes(charset), StandardCharsets.ISO_8859_1);
      assertThat(found(marker, wide)).isNotEmpty();
    }
    assertThat(found(marker, "something else")).isEmpty();
  }

  /** Many alike, so that a compressed or repeated block would show too. */
  private static void keep(PromptLog log) throws IOException {
    try (PromptRecorder recorder =
        log.allFailures().sampleSuccesses(1).start(OpenTelemetry.noop())) {
      for (int number = 0; number < 8; number++) {
        recorder.ended(answered(number));
        recorder.ended(failed(number));
      }
    }
  }

  private static Interaction answered(int number) {
    ChatRequest request =
        ChatRequest.builder()
            .instructions(MARKERS.get(1))
            .user(MARKERS.get(0))
            .tool(Tool.function("look").description(MARKERS.get(3)).build())
            .extraBody("note", MARKERS.get(7))
            .stopSequences(List.of(MARKERS.get(8)))
            .build();
    return Interaction.builder(Calls.id(number), request, Calls.PROVIDER, MARKERS.get(5))
        .startedAt(Instant.parse("2026-11-23T10:15:00Z"))
        .report(CallReport.builder(Duration.ofMillis(120)).build())
        .response(
            Calls.answer(
                FinishReason.TOOL_CALLS,
                new Content.Text(MARKERS.get(2)),
                ToolCall.function("c1", "look", "{\"a\":\"" + MARKERS.get(4) + "\"}")))
        .build();
  }

  private static Interaction failed(int number) {
    ErrorDetails refused =
        ErrorDetails.builder(ErrorKind.BAD_REQUEST).status(400).body(MARKERS.get(6)).build();
    ChatRequest request =
        ChatRequest.builder().message(Message.of(Role.USER, List.of())).user("Hi").build();
    return Interaction.builder(Calls.id(100 + number), request, Calls.PROVIDER, "gpt-5-mini")
        .error(LlmException.from(refused))
        .errorType("400")
        .build();
  }

  private static List<String> found(String marker, String stored) {
    List<String> found = new ArrayList<>();
    for (String form : forms(marker)) {
      for (int i = 0; i + WINDOW <= form.length(); i++) {
        if (stored.contains(form.substring(i, i + WINDOW))) {
          found.add(form.substring(i, i + WINDOW));
        }
      }
    }
    return found;
  }

  private static List<String> forms(String marker) {
    byte[] plain = marker.getBytes(StandardCharsets.UTF_8);
    List<String> forms = new ArrayList<>();
    forms.add(marker);
    forms.add(marker.toUpperCase(Locale.ROOT));
    forms.add(new StringBuilder(marker).reverse().toString());
    forms.add(HexFormat.of().formatHex(plain));
    forms.add(HexFormat.of().withUpperCase().formatHex(plain));
    forms.add(new String(marker.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1));
    forms.add(new String(marker.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1));
    for (int skip = 0; skip < 3; skip++) {
      // Each of the three places in a group of Base64 that a marker can begin at.
      byte[] rest = marker.substring(skip).getBytes(StandardCharsets.UTF_8);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(rest);
      forms.add(base64.substring(0, base64.length() - 2));
    }
    return forms;
  }

  /** The names of the files and all that is in them, a char for each byte. */
  private static String bytes(Path directory) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        all.writeBytes(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(Files.readAllBytes(file));
      }
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }
}
