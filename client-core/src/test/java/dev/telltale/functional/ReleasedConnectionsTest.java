package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * However calls end, their connections are given back: the rig looks for one in use, and for
 * OkHttp's complaint about a leak, after each test.
 */
@Timeout(60)
final class ReleasedConnectionsTest {
  private static final int MAX_BODY_BYTES = 1 << 10;
  private static final SocketEffect CUT = new SocketEffect.CloseSocket(true, false, false);

  private static final ChatRequest REQUEST = ChatRequest.of(ClientRig.PROMPT);
  private static final String FIRST = event("text Por");
  private static final String LAST = event("finish stop") + event("done");

  @RegisterExtension final ClientRig rig = new ClientRig();

  @StartStop private final MockWebServer server = new MockWebServer();

  @Test
  void everyEndGivesItsConnectionBack() {
    endInEveryWay(10);
  }

  @Test
  @Tag("slow")
  @Timeout(1_200)
  void everyEndGivesItsConnectionBack_tenThousand() {
    endInEveryWay(10_000 / ways().size() + 1);
  }

  private void endInEveryWay(int rounds) {
    ChatClient client =
        rig.client(
            ClientRig.builder(PlainProvider.at(server.url("/").toString()))
                .maxBodyBytes(MAX_BODY_BYTES));
    List<Way> ways = ways();
    server.setDispatcher(new ByWay(ways));
    Map<String, Integer> ends = new TreeMap<>();

    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < ways.size(); i++) {
        Way way = ways.get(i);
        String end = way.use.end(client, ByWay.options(i));
        assertThat(end).as("what ends %s", way.response).isEqualTo(way.end);
        ends.merge(way.end + " " + way.response.getStatus(), 1, Integer::sum);
      }
    }

    assertThat(ways).hasSize(24);
    assertThat(ends.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(24 * rounds);
  }

  private static List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    ways.add(whole(body("text Porto\nfinish stop"), "answered"));
    ways.add(whole(body("text Porto\nfinish length"), "answered"));
    for (int status : new int[] {400, 404, 408, 429, 503}) {
      String kind = status == 429 ? "RATE_LIMIT" : status < 500 ? "BAD_REQUEST" : "SERVER";
      ways.add(whole(body("no").newBuilder().code(status).build(), kind));
    }
    ways.add(whole(body("no").newBuilder().code(401).build(), "AUTHENTICATION"));
    ways.add(
        whole(body("").newBuilder().code(307).addHeader("Location", "/x").build(), "BAD_REQUEST"));
    ways.add(whole(body("what is this"), "MALFORMED_RESPONSE"));
    ways.add(
        whole(
            body("<p>").newBuilder().addHeader("Content-Type", "text/html").build(),
            "MALFORMED_RESPONSE"));
    ways.add(whole(body("text " + "x".repeat(MAX_BODY_BYTES)), "LIMIT_EXCEEDED"));
    ways.add(whole(body("bug"), "UnsupportedOperationException"));
    ways.add(whole(new MockResponse.Builder().onResponseStart(CUT).build(), "CONNECTION"));
    ways.add(whole(body("text Porto").newBuilder().onResponseBody(CUT).build(), "CONNECTION"));
    ways.add(new Way(stalled(), "TIMEOUT", ReleasedConnectionsTest::hurried));
    ways.add(stream(FIRST + LAST, "COMPLETED"));
    ways.add(stream(FIRST + event("finish content_filter") + event("done"), "CONTENT_FILTERED"));
    ways.add(stream(FIRST, "TRUNCATED"));
    ways.add(stream(FIRST + event("error e"), "PROVIDER_ERROR"));
    ways.add(stream(FIRST + event("gibberish g"), "MALFORMED"));
    ways.add(stream("", "STREAM_TRUNCATED"));
    ways.add(new Way(events(FIRST + LAST), "CLOSED_EARLY", ReleasedConnectionsTest::unread));
    ways.add(
        new Way(
            body("no").newBuilder().code(500).build(), "SERVER", ReleasedConnectionsTest::read));
    return ways;
  }

  private static String asked(ChatClient client, CallOptions options) {
    return ended(() -> client.chat(REQUEST, options).text().isEmpty() ? "empty" : "answered");
  }

  private static String hurried(ChatClient client, CallOptions options) {
    CallOptions brief = options.toBuilder().deadline(Duration.ofMillis(60)).build();
    return ended(() -> client.chat(REQUEST, brief).text());
  }

  private static String read(ChatClient client, CallOptions options) {
    return ended(
        () -> {
          try (ChatStream stream = client.stream(REQUEST, options)) {
            try {
              stream.forEachText(text -> {});
            } catch (LlmException broken) {
              assertThat(broken.kind()).isNotEqualTo(ErrorKind.CANCELLED);
            }
            return stream.outcome().map(StreamOutcome::name).orElse("open");
          }
        });
  }

  private static String unread(ChatClient client, CallOptions options) {
    ChatStream stream = client.stream(REQUEST, options);
    stream.close();
    return stream.outcome().map(StreamOutcome::name).orElse("open");
  }

  private static String ended(Ending ending) {
    try {
      return ending.end();
    } catch (LlmException failure) {
      return failure.kind().name();
    } catch (RuntimeException bug) {
      return bug.getClass().getSimpleName();
    }
  }

  private static Way whole(MockResponse response, String end) {
    return new Way(response, end, ReleasedConnectionsTest::asked);
  }

  private static Way stream(String events, String end) {
    return new Way(events(events), end, ReleasedConnectionsTest::read);
  }

  private static MockResponse body(String lines) {
    return new MockResponse.Builder().body(lines).build();
  }

  private static MockResponse stalled() {
    return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
  }

  private static MockResponse events(String events) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream")
        .body(events)
        .build();
  }

  /** An answer, what a call is to make of it, and the call. */
  private record Way(MockResponse response, String end, Use use) {}

  @FunctionalInterface
  private interface Use {
    String end(ChatClient client, CallOptions options);
  }

  @FunctionalInterface
  private interface Ending {
    String end();
  }

  /** Answers by what the request says, as one that is late may never have been sent. */
  private static final class ByWay extends Dispatcher {
    private static final String INDEX = "X-Way";

    private final List<Way> ways;

    ByWay(List<Way> ways) {
      this.ways = ways;
    }

    static CallOptions options(int index) {
      return CallOptions.builder().header(INDEX, Integer.toString(index)).build();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      return ways.get(Integer.parseInt(request.getHeaders().get(INDEX))).response;
    }
  }
}
