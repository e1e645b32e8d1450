package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cassette must not give away, wherever a server says it and whoever opens the file. */
@Timeout(20)
@ExtendWith(TelltaleExtension.class)
class CassetteSecretsTest {
  private static final String KEY = "sk-canary-4f1c9d7e2b8a6035";

  /** Of no shape that is known. */
  private static final String PLAIN_KEY = "0f3c2b1a9e8d7c6b";

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;

  @Test
  void fileIsForItsOwnerOnly() throws IOException {
    assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix")).isTrue();
    Path file = Files.writeString(folder.resolve("open.json"), "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    Cassette.of(List.of()).save(file);
    Cassette.of(List.of()).save(folder.resolve("new.json"));

    for (String name : List.of("open.json", "new.json")) {
      assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
          .as(name)
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("open.json", "new.json");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13})
  void keySpreadOverEventsIsFound(int length) throws Exception {
    String story = "The key " + KEY + " and again " + KEY + ", the end.";

    Cassette cassette = recorded(pieces(story, length), "Bearer " + PLAIN_KEY);

    assertThat(textOf(cassette)).isEqualTo("The key REDACTED and again REDACTED, the end.");
    assertThat(cassette.exchanges().get(0).chunks()).hasSizeGreaterThan(story.length() / length);
  }

  @Test
  void storyWithoutAKeyIsKeptAsItCame() throws Exception {
    String[] story = {"Once ", "upon", " a ti", "me."};

    Cassette cassette = recorded(story, "Bearer " + PLAIN_KEY);

    assertThat(cassette.exchanges().get(0).chunks())
        .filteredOn(chunk -> chunk.contains("upon"))
        .singleElement()
        .satisfies(chunk -> assertThat(chunk).contains("\"content\":\"upon\""));
    assertThat(textOf(cassette)).isEqualTo("Once upon a time.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization", "api-key", "x-api-key", "ocp-apim-subscription-key"})
  void keyOfTheRequestIsKnown(String header) throws Exception {
    try (ScriptedServer real = ScriptedServer.start();
        CassetteServer server =
            CassetteServer.record(real.baseUrl().replace("/v1", ""), Redaction.defaults())) {
      real.enqueue(
          Scripted.error(401, "auth", "bad_key", "Your key is " + PLAIN_KEY),
          Scripted.stream(pieces("Key " + PLAIN_KEY + "?", 3)));
      String value = header.equals("authorization") ? "Bearer " + PLAIN_KEY : PLAIN_KEY;
      post(server, header, value, "false");
      post(server, header, value, "true");

      assertThat(server.cassette().json())
          .doesNotContain(PLAIN_KEY)
          .contains("Your key is REDACTED");
      assertThat(server.cassette().exchanges().get(1).chunks().toString()).contains("REDACTED");
    }
  }

  @Test
  void choicesAreReadApart() {
    String one = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"sk-canary-\"}}]}";
    String other = "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"hello\"}}]}";
    String end = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"4f1c9d7e2b8a\"}}]}";

    List<String> redacted =
        SpreadTexts.redacted(
            List.of(event(one), event(other) + ": comment\n\n" + event(end), "data: [DONE]\n\n"),
            Redaction.defaults());

    assertThat(String.join("", redacted))
        .contains("REDACTED", "\"hello\"", ": comment\n\n", "data: [DONE]\n\n")
        .doesNotContain("canary", "4f1c9d7e2b8a");
  }

  private Cassette recorded(String[] pieces, String authorization) throws Exception {
    try (ScriptedServer real = ScriptedServer.start();
        CassetteServer server =
            CassetteServer.record(real.baseUrl().replace("/v1", ""), Redaction.defaults())) {
      real.enqueue(Scripted.stream(pieces));
      String passed = post(server, "authorization", authorization, "true").body();

      assertThat(textOf(List.of(passed))).isEqualTo(String.join("", pieces));
      return server.cassette();
    }
  }

  private HttpResponse<String> post(
      CassetteServer server, String header, String value, String stream) throws Exception {
    String body =
        "{\"model\":\"m\",\"stream\":"
            + stream
            + ",\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}";
    return http.send(
        HttpRequest.newBuilder(URI.create(server.url() + "/v1/chat/completions"))
            .header(header, value)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String textOf(Cassette cassette) throws IOException {
    return textOf(cassette.exchanges().get(0).chunks());
  }

  private static String textOf(List<String> chunks) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : String.join("", chunks).split("\n", -1)) {
      if (line.startsWith("data: {")) {
        Map<?, ?> event = JsonValues.parseObject(line.substring("data: ".length()));
        for (Object choice : (List<?>) event.get("choices")) {
          Object content = ((Map<?, ?>) ((Map<?, ?>) choice).get("delta")).get("content");
          text.append(content == null ? "" : content);
        }
      }
    }
    return text.toString();
  }

  private static String[] pieces(String text, int length) {
    return text.split("(?<=\\G.{" + length + "})");
  }

  private static String event(String json) {
    return "data: " + json + "\n\n";
  }
}
