package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.CallTimer;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamEvent;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each timer ends the call it is for, in its time, and says that it was it. */
@Timeout(20)
class TimersTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration BOUND = Duration.ofSeconds(4);
  private static final ChatRequest REQUEST = ChatRequest.of("Porto?");
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String FIRST = event("id a-1", "text Po");

  @RegisterExtension final ClientRig rig = new ClientRig();

  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable FaultServer server;

  @AfterEach
  void closeServer() {
    over.set(true);
    if (server != null) {
      server.close();
    }
  }

  @Test
  void connectTimeoutOfTheCallCoversTheHandshake() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "https://127.0.0.1:" + silent.getLocalPort() + "/v1";
      ChatClient client = rig.client(PlainProvider.at(url));
      CallOptions options = CallOptions.builder().connectTimeout(SHORT).build();

      LlmException failure = rig.failureOf(() -> client.chat(REQUEST, options));

      assertTimedOut(failure, CallTimer.CONNECT);
      assertThat(failure).hasMessageContaining("connectTimeout");
    }
  }

  @Test
  void slowConnectionIsTriedAgain() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "https://127.0.0.1:" + silent.getLocalPort() + "/v1";
      ChatClient client =
          rig.client(
              ClientRig.builder(PlainProvider.at(url))
                  .connectTimeout(SHORT)
                  .retry(
                      RetryPolicy.builder()
                          .maxRetries(1)
                          .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
                          .build()));

      LlmException failure = rig.failureOf(() -> client.chat(REQUEST));

      assertThat(failure.report().attempts()).hasSize(2);
      assertTimedOut(failure, CallTimer.CONNECT);
    }
  }

  @Test
  void connectTimeoutIsOverOnceConnected() {
    ChatClient client =
        client(
            connection -> {
              connection.send(HEAD + FIRST);
              pause(SHORT.multipliedBy(2));
              connection.send(event("done"));
              connection.end();
            },
            builder -> builder.connectTimeout(SHORT));

    assertThat(client.stream(REQUEST).forEachText(text -> {}).text()).isEqualTo("Po");
  }

  @Test
  void silenceBeforeTheFirstEventTimesOut() {
    ChatClient client = client(stall(""), builder -> builder.firstEventTimeout(SHORT));

    LlmException failure = rig.failureOf(() -> client.stream(REQUEST));

    assertTimedOut(failure, CallTimer.FIRST_EVENT);
  }

  @Test
  void commentsBeforeTheFirstEventDoNotHelp() {
    ChatClient client = client(drip(HEAD, ": ping\n\n"), builder -> builder);
    CallOptions options = CallOptions.builder().firstEventTimeout(SHORT).build();

    LlmException failure = rig.failureOf(() -> client.stream(REQUEST, options));

    assertTimedOut(failure, CallTimer.FIRST_EVENT);
  }

  @Test
  void deadlineCoversTheOpeningOfAStream() {
    ChatClient client = client(stall(HEAD), builder -> builder.deadline(SHORT));

    LlmException failure = rig.failureOf(() -> client.stream(REQUEST));

    assertTimedOut(failure, CallTimer.DEADLINE);
  }

  @Test
  void deadlineCoversAWholeAnswer() {
    String half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ntext";
    ChatClient client = client(stall(half), builder -> builder.deadline(SHORT));

    LlmException failure = rig.failureOf(() -> client.chat(REQUEST));

    assertTimedOut(failure, CallTimer.DEADLINE);
  }

  @Test
  void noAttemptBeginsWithoutTimeForIt() {
    ChatClient client = client(stall(""), builder -> builder.deadline(Duration.ofMillis(49)));

    LlmException failure = rig.failureOf(() -> client.chat(REQUEST));

    assertTimedOut(failure, CallTimer.DEADLINE);
    assertThat(failure.report().attempts()).isEmpty();
  }

  @Test
  void deadlineDoesNotCoverAnOpenStream() {
    ChatClient client =
        client(
            connection -> {
              connection.send(HEAD + FIRST);
              pause(SHORT.multipliedBy(2));
              connection.send(event("text rto") + event("done"));
              connection.end();
            },
            builder -> builder.deadline(SHORT).firstEventTimeout(SHORT));

    assertThat(client.stream(REQUEST).forEachText(text -> {}).text()).isEqualTo("Porto");
  }

  @Test
  void silenceBetweenBytesTimesOut() {
    ChatClient client = client(stall(HEAD + FIRST), builder -> builder);
    CallOptions options = CallOptions.builder().streamIdleTimeout(SHORT).build();

    StreamException failure = readFailureOf(client.stream(REQUEST, options));

    assertTimedOut(failure, CallTimer.STREAM_IDLE);
    assertThat(failure.partial().text()).isEqualTo("Po");
  }

  @Test
  void idleTimeoutDoesNotApplyBeforeTheFirstEvent() {
    ChatClient client =
        client(
            connection -> {
              connection.send(HEAD);
              pause(SHORT.multipliedBy(2));
              connection.send(FIRST + event("done"));
              connection.end();
            },
            builder -> builder.streamIdleTimeout(SHORT).streamProgressTimeout(SHORT));

    assertThat(client.stream(REQUEST).forEachText(text -> {}).text()).isEqualTo("Po");
  }

  @Test
  void heartbeatsAreNoProgress() {
    ChatClient client =
        client(drip(HEAD + FIRST, ": ping\n\n"), builder -> builder.streamProgressTimeout(SHORT));

    StreamException failure = readFailureOf(client.stream(REQUEST));

    assertTimedOut(failure, CallTimer.STREAM_PROGRESS);
    assertThat(failure.partial().text()).isEqualTo("Po");
  }

  @Test
  void emptyEventsAreNoProgress() {
    ChatClient client = client(drip(HEAD + FIRST, event("text ", "nothing")), builder -> builder);
    CallOptions options = CallOptions.builder().streamProgressTimeout(SHORT).build();

    assertTimedOut(readFailureOf(client.stream(REQUEST, options)), CallTimer.STREAM_PROGRESS);
  }

  @Test
  void eventThatNeverEndsIsNoProgress() {
    ChatClient client =
        client(drip(HEAD + FIRST + "data: text ", "x"), b -> b.streamProgressTimeout(SHORT));

    assertTimedOut(readFailureOf(client.stream(REQUEST)), CallTimer.STREAM_PROGRESS);
  }

  @Test
  void textIsProgressHoweverSlow() {
    ChatClient client =
        client(
            connection -> {
              connection.send(HEAD + FIRST);
              for (int i = 0; i < 6; i++) {
                pause(SHORT.dividedBy(3));
                connection.send(event("text x"));
              }
              connection.send(event("done"));
              connection.end();
            },
            builder -> builder.streamProgressTimeout(SHORT.multipliedBy(2)));

    assertThat(client.stream(REQUEST).forEachText(text -> {}).text()).isEqualTo("Poxxxxxx");
  }

  @Test
  void slowReaderIsNeverTimedOut() {
    ChatClient client =
        client(
            connection -> {
              connection.send(HEAD + FIRST + event("text rto") + event("done"));
              connection.end();
            },
            builder -> builder.streamIdleTimeout(SHORT).streamProgressTimeout(SHORT));

    try (ChatStream stream = client.stream(REQUEST)) {
      Iterator<StreamEvent> events = stream.iterator();
      events.next();
      pause(SHORT.multipliedBy(2));
      events.next();

      assertThat(events.hasNext()).isFalse();
      assertThat(stream.response().text()).isEqualTo("Porto");
    }
  }

  @Test
  void streamDeadlineEndsAStreamThatGoesOn() {
    ChatClient client =
        client(drip(HEAD + FIRST, event("text x")), b -> b.streamDeadline(SHORT.multipliedBy(2)));

    StreamException failure = readFailureOf(client.stream(REQUEST));

    assertTimedOut(failure, CallTimer.STREAM_DEADLINE);
  }

  @Test
  void streamDeadlineCoversTheOpening() {
    ChatClient client = client(stall(HEAD), builder -> builder);
    CallOptions options = CallOptions.builder().streamDeadline(SHORT).build();

    LlmException failure = rig.failureOf(() -> client.stream(REQUEST, options));

    assertTimedOut(failure, CallTimer.STREAM_DEADLINE);
  }

  private ChatClient client(FaultServer.Script script, UnaryOperator<ChatClient.Builder> settings) {
    FaultServer started = FaultServer.start(script);
    server = started;
    return rig.client(settings.apply(ClientRig.builder(PlainProvider.at(started.url()))));
  }

  private StreamException readFailureOf(ChatStream stream) {
    StreamException failure = (StreamException) rig.failureOf(() -> stream.forEach(event -> {}));
    assertThat(failure.outcome()).isEqualTo(StreamOutcome.TIMED_OUT);
    return failure;
  }

  private static void assertTimedOut(LlmException failure, CallTimer timer) {
    assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(failure.timer()).isEqualTo(timer);
    assertThat(failure).hasMessageContaining(timer.explanation());
    assertThat(failure.report().duration()).isLessThan(BOUND);
  }

  private static FaultServer.Script stall(String start) {
    return connection -> {
      connection.send(start);
      connection.awaitEnd();
    };
  }

  /** Goes on and on, a piece every 10 ms. */
  private FaultServer.Script drip(String start, String piece) {
    return (FaultConnection connection) -> {
      connection.send(start);
      while (!over.get()) {
        pause(Duration.ofMillis(10));
        connection.send(piece);
      }
    };
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
