package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cassettes that are wrong, and servers and requests that do not do as they should. */
@Timeout(10)
class CassetteFaultsTest {
  private static final String BODY =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v2 | {\"a\":1,\"b\":[{\"c\":\"x\"}]} | its path or query differs",
        "/v1 | {\"a\":1,\"b\":[{\"c\":\"y\"}]} | $.b[0].c differs",
        "/v1 | {\"a\":1,\"b\":[]} | $.b has 0 elements, not 1",
        "/v1 | {\"b\":[{\"c\":\"x\"}]} | $.a is missing",
        "/v1 | {\"a\":1,\"b\":[{\"c\":\"x\",\"d\":null}]} | $.b[0].d was not recorded",
        "/v1 | {\"a\":null,\"b\":[{\"c\":\"x\"}]} | $.a differs",
        "/v1 | text | its body is no JSON object"
      })
  void strictReplaySaysWhereARequestDiffers(String path, String body, String where)
      throws Exception {
    Cassette cassette =
        cassette("{\"path\":\"/v1\",\"body\":{\"a\":1,\"b\":[{\"c\":\"x\"}]}}", "x");

    try (CassetteServer server = CassetteServer.replayStrictly(cassette)) {
      assertThat(post(server.url() + path, body).body()).contains("exchange 0").contains(where);
    }
  }

  @Test
  void numbersAreComparedByValue() throws Exception {
    Cassette cassette = cassette("{\"body\":{\"t\":1.0,\"u\":100}}", "same");

    try (CassetteServer server = CassetteServer.replayStrictly(cassette)) {
      assertThat(post(server.url(), "{\"t\":1,\"u\":1e2}").body()).isEqualTo("same");
    }
  }

  @Test
  void emptyChunkDoesNotEndTheBody() throws Exception {
    Cassette cassette =
        Cassette.parse(
            "{\"telltale_cassette\":1,\"exchanges\":["
                + "{\"response\":{\"status\":200,\"chunks\":[\"a\",\"\",\"b\"]}}]}");

    try (CassetteServer server = CassetteServer.replayStrictly(cassette)) {
      assertThat(post(server.url(), "{}").body()).isEqualTo("ab");
    }
  }

  @Test
  void headerThatCannotBeSentIsAnError() throws Exception {
    Cassette cassette =
        Cassette.parse(
            "{\"telltale_cassette\":1,\"exchanges\":["
                + "{\"response\":{\"status\":200,\"headers\":{\"\\u00e4\":\"1\"},\"text\":\"\"}}]}");

    try (CassetteServer server = CassetteServer.replayStrictly(cassette)) {
      assertThat(post(server.url(), "{}").statusCode()).isEqualTo(500);
    }
  }

  @Test
  void redactionThatFailsIsAnError() throws Exception {
    Redaction broken =
        Redaction.defaults()
            .and(
                text -> {
                  throw new IllegalStateException("canary-text");
                });

    try (ScriptedServer origin = ScriptedServer.start();
        CassetteServer server = CassetteServer.record(address(origin), broken)) {
      HttpResponse<String> answer = post(server.url() + "/v1/chat/completions", BODY);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("canary-text");
      assertThat(server.cassette().exchanges()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"api.openai.com", "", "ftp://host", "https://"})
  void originThatIsNoUrlIsRefused(String origin) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CassetteServer.record(origin, Redaction.defaults()))
        .withMessageContaining("https://api.openai.com");
  }

  @Test
  void cutAnswerIsRecordedAsCut() {
    try (ScriptedServer origin = ScriptedServer.start();
        CassetteServer server = CassetteServer.record(address(origin), Redaction.defaults())) {
      origin.enqueue(Scripted.cutStream("Hel", "lo"));

      assertThatThrownBy(
              () ->
                  post(
                      server.url() + "/v1/chat/completions",
                      BODY.replace("{\"model\"", "{\"stream\":true,\"model\"")))
          .isInstanceOf(IOException.class);

      assertThat(server.cassette().exchanges())
          .singleElement()
          .satisfies(
              exchange -> {
                assertThat(exchange.cut()).isTrue();
                assertThat(exchange.chunks()).hasSizeGreaterThan(1);
              });
    }
  }

  @Test
  void brokenFileIsNamed(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("rivers.json"), "{\"telltale");

    assertThatThrownBy(() -> Cassette.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rivers.json");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 100, 199, 600, 4294967496L})
  void statusOfNoResponseIsRefused(long status) {
    String json =
        "{\"telltale_cassette\":1,\"exchanges\":[{\"response\":{\"status\":"
            + status
            + ",\"text\":\"\"}}]}";

    assertThatThrownBy(() -> Cassette.parse(json)).hasMessageContaining("Exchange 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-proj-0123456789abcdef",
        "AIzaSyA0123456789abcdef",
        "gsk_0123456789abcdef",
        "hf_0123456789abcdef",
        "xai-0123456789abcdef",
        "AKIA0123456789ABCDEF",
        "ghp_0123456789abcdef",
        "Bearer 0123456789abcdef"
      })
  void keyInATextIsRedacted(String key) {
    assertThat(Redaction.defaults().text("My key is " + key + ", see?"))
        .doesNotContainIgnoringCase("0123456789abcdef")
        .endsWith("REDACTED, see?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-key", "key", "access_token", "sig", "subscription-key", "API_KEY"})
  void whatIsNamedLikeAKeyIsRedacted(String name) {
    Redaction redaction = Redaction.defaults();

    assertThat(redaction.path("/v1?a=1&" + name + "=0123&b=2"))
        .isEqualTo("/v1?a=1&" + name + "=REDACTED&b=2");
    assertThat(redaction.value(Map.of(name, "0123", "max_tokens", 12L, "keys", "no")))
        .isEqualTo(Map.of(name, "REDACTED", "max_tokens", 12L, "keys", "no"));
  }

  private static Cassette cassette(String request, String text) throws IOException {
    return Cassette.parse(
        "{\"telltale_cassette\":1,\"exchanges\":[{\"request\":"
            + request
            + ",\"response\":{\"status\":200,\"text\":\""
            + text
            + "\"}}]}");
  }

  private static String address(ScriptedServer server) {
    return server.baseUrl().replace("/v1", "");
  }

  private HttpResponse<String> post(String url, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }
}
