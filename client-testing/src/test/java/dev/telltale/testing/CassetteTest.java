package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
@ExtendWith(TelltaleExtension.class)
class CassetteTest {
  private static final String KEY = "sk-canary-4f1c9d7e2b8a6035";
  private static final String WHOLE =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"my key is " + KEY + "\"}]}";
  private static final String STREAMED =
      "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}";
  private static final String ANY =
      "{\"telltale_cassette\":1,\"exchanges\":[{\"response\":{\"status\":200,\"text\":\"hi\"}}]}";

  private final OkHttpClient client = new OkHttpClient();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    client.connectionPool().evictAll();
  }

  @Test
  void whatWasRecordedIsReplayed(ScriptedServer real) throws IOException {
    real.enqueue(Scripted.answer("Elbe").usage(1, 1), Scripted.stream("Od", "er"));
    real.enqueue(Scripted.rateLimited(Duration.ofSeconds(2)));
    Path file = folder.resolve("rivers.json");
    String whole;
    String streamed;
    try (CassetteServer server = CassetteServer.record(origin(real), Redaction.defaults())) {
      whole = post(server, WHOLE);
      streamed = post(server, STREAMED);
      post(server, WHOLE);
      server.cassette().save(file);
    }

    try (CassetteServer server = CassetteServer.replayStrictly(redactedRequests(file))) {
      assertThat(post(server, WHOLE.replace(KEY, "REDACTED"))).isEqualToIgnoringWhitespace(whole);
      assertThat(post(server, STREAMED)).isEqualTo(streamed).contains("[DONE]");
      assertThat(post(server, WHOLE.replace(KEY, "REDACTED"))).startsWith("429 retry-after=2 ");
      server.assertAllReplayed();
    }
  }

  @Test
  void keysAreNotKept(ScriptedServer real) throws IOException {
    try (CassetteServer server =
        CassetteServer.record(
            origin(real), Redaction.defaults().and(text -> text.replace("answer", "ANSWER")))) {
      assertThat(post(server, WHOLE)).contains("scripted answer");

      assertThat(server.cassette().json())
          .doesNotContain(KEY)
          .doesNotContain("uthorization")
          .contains("my key is REDACTED", "scripted ANSWER");
    }
    assertThat(real.takeRequest().header("authorization")).isEqualTo("Bearer " + KEY);
  }

  @Test
  void strictReplayRefusesAnotherRequest() throws IOException {
    Cassette cassette =
        Cassette.parse(
            ANY.replace("{\"response\"", "{\"request\":{\"body\":" + STREAMED + "},\"response\""));

    try (CassetteServer server = CassetteServer.replayStrictly(cassette)) {
      assertThat(post(server, WHOLE)).startsWith("500").contains("not the one of exchange 0");
      assertThatThrownBy(server::assertAllReplayed)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("1 exchanges of the cassette were not replayed");
    }
  }

  @Test
  void lenientReplayTakesAnyRequest() throws IOException {
    try (CassetteServer server = CassetteServer.replayLeniently(Cassette.parse(ANY))) {
      assertThat(post(server, WHOLE)).endsWith("hi");
      assertThat(post(server, WHOLE)).startsWith("500").contains("after all exchanges");
    }
  }

  @Test
  void lenientReplayPrefersTheEqualRequest() throws IOException {
    String other =
        "{\"request\":{\"body\":" + STREAMED + "},\"response\":{\"status\":200,\"text\":\"s\"}}";
    Cassette cassette =
        Cassette.parse(
            ANY.replace("\"hi\"}}]", "\"hi\"}}," + other + "]")
                .replace(
                    "{\"response\":{\"status\":200,\"text\":\"hi\"",
                    "{\"request\":{\"path\":\"/x\"},\"response\":{\"status\":200,\"text\":\"hi\""));

    try (CassetteServer server = CassetteServer.replayLeniently(cassette)) {
      assertThat(post(server, STREAMED)).endsWith(" s");
      assertThat(post(server, STREAMED)).endsWith(" hi");
      server.assertAllReplayed();
    }
  }

  @Test
  void cutResponseBreaksTheConnection() throws IOException {
    Cassette cassette =
        Cassette.parse(
            "{\"telltale_cassette\":1,\"exchanges\":[{\"response\":{\"status\":200,"
                + "\"headers\":{\"content-type\":\"text/event-stream\"},"
                + "\"chunks\":[\"data: {}\\n\\n\"],\"ending\":\"cut\"}}]}");

    try (CassetteServer server = CassetteServer.replayStrictly(cassette)) {
      assertThatIOException().isThrownBy(() -> post(server, STREAMED));
    }
    assertThat(Cassette.parse(cassette.json()).exchanges()).isEqualTo(cassette.exchanges());
  }

  @Test
  void otherFilesAreRefused() {
    assertThatIOException()
        .isThrownBy(() -> Cassette.parse("{\"telltale_cassette\":2}"))
        .withMessageContaining("version 1");
    assertThatIOException()
        .isThrownBy(() -> Cassette.parse("{\"telltale_cassette\":1,\"exchanges\":[{}]}"))
        .withMessageContaining("Exchange 0");
  }

  private static Cassette redactedRequests(Path file) throws IOException {
    return Cassette.load(file);
  }

  private static String origin(ScriptedServer server) {
    return server.baseUrl().replace("/v1", "");
  }

  private String post(CassetteServer server, String body) throws IOException {
    Request request =
        new Request.Builder()
            .url(server.url() + "/v1/chat/completions")
            .header("authorization", "Bearer " + KEY)
            .post(RequestBody.create(body, MediaType.get("application/json")))
            .build();
    try (Response response = client.newCall(request).execute()) {
      return response.code()
          + " retry-after="
          + response.header("retry-after")
          + " "
          + response.body().string();
    }
  }
}
