package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.openai.OpenAi;
import dev.telltale.openai.wire.SchemaRequestCheck;
import dev.telltale.provider.ChatProvider;
import dev.telltale.rig.ClientRig;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything the client sends about itself: nothing else leaves the process unasked. */
@Timeout(10)
class DefaultHeadersTest {
  @StartStop private final MockWebServer server = new MockWebServer();
  @RegisterExtension final ClientRig rig = new ClientRig();

  @AfterEach
  void requestsKeepToSchema() throws InterruptedException {
    SchemaRequestCheck.checkRest(server);
  }

  @Test
  void wholeCallSendsTheseOnly() throws InterruptedException {
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("Content-Type", "application/json")
            .body("{\"choices\":[{}]}")
            .build());

    client(OpenAi.builder().apiKey("k")).chat("a");

    assertThat(received())
        .isEqualTo(expected("application/json", Map.of("authorization", "Bearer k")));
  }

  @Test
  void streamSendsTheseOnly() throws InterruptedException {
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("Content-Type", "text/event-stream")
            .body("data: [DONE]\n\n")
            .build());

    try (ChatStream stream = client(OpenAi.builder()).stream("a")) {
      stream.forEachText(text -> {});
    }

    assertThat(received()).isEqualTo(expected("text/event-stream", Map.of()));
  }

  @Test
  void organizationAndProjectAreSentWhenSet() throws InterruptedException {
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("Content-Type", "application/json")
            .body("{\"choices\":[{}]}")
            .build());

    client(OpenAi.builder().organization("o").project("p")).chat("a");

    assertThat(received())
        .isEqualTo(
            expected(
                "application/json", Map.of("openai-organization", "o", "openai-project", "p")));
  }

  private ChatClient client(OpenAi.Builder builder) {
    ChatProvider provider = builder.baseUrl(server.url("/v1").toString()).model("m").build();
    return rig.client(provider);
  }

  /** Names in lower case; the length and the host depend on the call. */
  private Map<String, String> received() throws InterruptedException {
    RecordedRequest request = server.takeRequest();
    Map<String, String> received = new TreeMap<>();
    request
        .getHeaders()
        .forEach(header -> received.put(lower(header.getFirst()), header.getSecond()));
    received.computeIfPresent("content-length", (name, value) -> "*");
    received.computeIfPresent("host", (name, value) -> "*");
    return received;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> expected(String accept, Map<String, String> own) {
    Map<String, String> expected = new TreeMap<>(own);
    expected.put("accept", accept);
    expected.put("accept-encoding", "gzip");
    expected.put("connection", "Keep-Alive");
    expected.put("content-length", "*");
    expected.put("content-type", "application/json");
    expected.put("host", "*");
    expected.put("user-agent", "telltale-java");
    return expected;
  }
}
