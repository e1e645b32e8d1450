package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.Cost;
import dev.telltale.ErrorKind;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamEvent;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.Telemetry;
import dev.telltale.provider.AnswerForm;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.Interaction;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners learn of each logical call once, after its span, with what the caller saw. */
@Timeout(20)
class InteractionListenerTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
  private static final String STREAM = OK + "Content-Type: text/event-stream\r\n\r\n";
  private static final String ANSWER =
      OK + "\r\nid a-1\nmodel plain-1-0725\ntext Porto\nfinish stop\nusage 3 5\n";
  private static final String REFUSED =
      "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\ninvalid_api_key";
  private static final String BUSY = "HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n";

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final BlockingQueue<Interaction> told = new LinkedBlockingQueue<>();
  private RecordedTelemetry recorded = keep(RecordedTelemetry.create());

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
  }

  @Test
  void answerIsTold() {
    ChatRequest request = ChatRequest.builder().model("plain-2").user("Porto?").build();
    CallOptions options = CallOptions.builder().conversationId("c-7").build();

    ChatResponse response = client(ANSWER).chat(request, options);

    Interaction told = theOne();
    assertThat(told.request()).isSameAs(request);
    assertThat(told.options()).isSameAs(options);
    assertThat(told.provider().name()).isEqualTo("openai");
    assertThat(told.model()).isEqualTo("plain-2");
    assertThat(told.form()).isEqualTo(AnswerForm.WHOLE);
    assertThat(told.response().text()).isEqualTo(response.text());
    assertThat(told.response().report()).isSameAs(told.report());
    assertThat(told.error()).isNull();
    assertThat(told.errorType()).isNull();
    assertThat(told.outcome()).isEmpty();
    assertThat(told.cost()).isNull();
    assertThat(told.report().attempts()).hasSize(1);
    assertThat(told.duration()).isPositive().isLessThanOrEqualTo(response.report().duration());
    assertThat(told.startedAt()).isAfter(Instant.EPOCH);
    assertThat(told.callId()).matches("[0-9a-f]{32}");
    assertThat(told.spanContext()).isEqualTo(recorded.span().getSpanContext());
  }

  @Test
  void failureIsToldWithItsAttempts() {
    Throwable failure = catchThrowable(() -> client(REFUSED).chat("Porto?"));

    Interaction told = theOne();
    assertThat(told.error()).isSameAs(failure);
    assertThat(told.errorType()).isEqualTo("invalid_api_key");
    assertThat(told.response()).isNull();
    assertThat(told.report().attempts().get(0).status()).hasValue(401);
  }

  @Test
  void retriedCallIsToldOnce() {
    FaultServer server = keep(FaultServer.start(inTurn(BUSY, ANSWER)));
    Telemetry telemetry = telemetry().build();
    RetryPolicy retry =
        RetryPolicy.builder().backoff(Duration.ofMillis(1), Duration.ofMillis(1)).build();
    ChatClient client =
        keep(
            ClientRig.builder(PlainProvider.at(server.url()))
                .telemetry(telemetry)
                .retry(retry)
                .build());

    client.chat("Porto?");

    assertThat(theOne().report().attempts()).hasSize(2);
    assertThat(told).isEmpty();
  }

  @Test
  void streamIsToldAtItsEnd() {
    ChatStream stream =
        client(STREAM + event("text Po") + event("text rto", "finish stop")).stream("Porto?");
    assertThat(told).isEmpty();

    ChatResponse response = stream.forEachText(text -> {});

    Interaction told = theOne();
    assertThat(told.form()).isEqualTo(AnswerForm.STREAM);
    assertThat(told.outcome()).hasValue(StreamOutcome.COMPLETED);
    assertThat(told.response().text()).isEqualTo(response.text()).isEqualTo("Porto");
    assertThat(told.report().chunks()).isEqualTo(2);
  }

  @Test
  void cutStreamIsToldWithWhatCame() {
    ChatStream stream = client(STREAM + event("text Po")).stream("Porto?");

    Throwable failure = catchThrowable(() -> stream.forEachText(text -> {}));

    Interaction told = theOne();
    assertThat(told.error()).isSameAs(failure).isInstanceOf(StreamException.class);
    assertThat(told.errorType()).isEqualTo("stream_truncated");
    assertThat(told.outcome()).hasValue(StreamOutcome.TRUNCATED);
    assertThat(told.response().text()).isEqualTo("Po");
  }

  @Test
  void closedStreamIsTold() {
    ChatStream stream = stalling(event("text Po")).stream("Porto?");
    Iterator<StreamEvent> events = stream.iterator();
    events.next();

    stream.close();
    stream.close();

    Interaction told = theOne();
    assertThat(told.outcome()).hasValue(StreamOutcome.CLOSED_EARLY);
    assertThat(told.error()).isNull();
    assertThat(told.response().text()).isEqualTo("Po");
  }

  @Test
  @SuppressWarnings("resource") // It is forgotten on purpose.
  void abandonedStreamIsTold() throws InterruptedException {
    stalling(event("text Po")).stream("Porto?");

    Interaction interaction = null;
    while (interaction == null) {
      System.gc();
      interaction = told.poll(50, TimeUnit.MILLISECONDS);
    }

    assertThat(interaction.outcome()).hasValue(StreamOutcome.ABANDONED);
    assertThat(interaction.errorType()).isEqualTo("abandoned");
    assertThat(interaction.response().text()).isEqualTo("Po");
  }

  @Test
  void interruptedCallIsTold() {
    Thread caller = Thread.currentThread();
    ChatClient client =
        client(
            telemetry().build(),
            connection -> {
              caller.interrupt();
              connection.awaitEnd();
            });

    Throwable failure = catchThrowable(() -> client.chat("Porto?"));

    assertThat(Thread.interrupted()).isTrue();
    Interaction told = theOne();
    assertThat(told.error()).isSameAs(failure);
    assertThat(told.error().kind()).isEqualTo(ErrorKind.CANCELLED);
  }

  @Test
  void bugIsToldByItsClass() {
    Throwable bug = catchThrowable(() -> client(OK + "\r\nbug b").chat("Porto?"));

    Interaction told = theOne();
    assertThat(told.error()).isNull();
    assertThat(told.response()).isNull();
    assertThat(told.errorType()).isEqualTo(bug.getClass().getName());
  }

  @Test
  void costIsTold() {
    Telemetry priced =
        telemetry().costModel(call -> Cost.of(BigDecimal.TEN, "v1", List.of())).build();

    client(priced, ANSWER).chat("Porto?");

    assertThat(theOne().cost().usd()).hasValue(BigDecimal.TEN);
  }

  @Test
  void spanHasEndedAndIsNotCurrent() {
    List<String> seen = new ArrayList<>();
    Telemetry telemetry =
        telemetry()
            .listener(
                ended ->
                    seen.add(
                        recorded.spans().size() + " " + Span.current().getSpanContext().isValid()))
            .build();

    client(telemetry, ANSWER).chat("Porto?");

    assertThat(seen).containsExactly("1 false");
  }

  @Test
  void streamHasEndedWhenItIsTold() {
    List<Object> seen = new ArrayList<>();
    List<ChatStream> streams = new ArrayList<>();
    Telemetry telemetry =
        telemetry().listener(ended -> seen.add(streams.get(0).response().text())).build();
    streams.add(client(telemetry, STREAM + event("text Po", "finish stop")).stream("Porto?"));

    streams.get(0).forEachText(text -> {});

    assertThat(seen).containsExactly("Po");
  }

  @Test
  void unsampledCallIsTold() {
    recorded = keep(RecordedTelemetry.with(Sampler.alwaysOff()));

    client(ANSWER).chat("Porto?");

    assertThat(theOne().spanContext().isValid()).isTrue();
    assertThat(recorded.spans()).isEmpty();
  }

  @Test
  void callWithoutTracingIsTold() {
    Telemetry off =
        Telemetry.builder().openTelemetry(OpenTelemetry.noop()).listener(told::add).build();

    Throwable failure = catchThrowable(() -> client(off, REFUSED).chat("Porto?"));

    Interaction told = theOne();
    assertThat(told.error()).isSameAs(failure);
    assertThat(told.spanContext().isValid()).isFalse();
    assertThat(told.errorType()).isEqualTo("invalid_api_key");
  }

  @Test
  void listenersAreToldInTurnThoughOneThrows() {
    List<String> order = new ArrayList<>();
    Telemetry telemetry =
        telemetry()
            .listener(
                ended -> {
                  order.add("first");
                  throw new IllegalStateException();
                })
            .listener(ended -> order.add("second"))
            .build();

    ChatResponse response = client(telemetry, ANSWER).chat("Porto?");

    assertThat(response.text()).isEqualTo("Porto");
    assertThat(order).containsExactly("first", "second");
  }

  @Test
  void textOfAnInteractionHoldsNoContent() {
    client(ANSWER).chat("What about Braga?");

    assertThat(theOne().toString()).isEqualTo("Interaction[openai plain-1 WHOLE, ended]");
  }

  private Telemetry.Builder telemetry() {
    return Telemetry.builder().openTelemetry(recorded.openTelemetry()).listener(told::add);
  }

  private ChatClient client(String answer) {
    return client(telemetry().build(), answer);
  }

  private ChatClient client(Telemetry telemetry, String answer) {
    return client(telemetry, inTurn(answer));
  }

  private ChatClient client(Telemetry telemetry, FaultServer.Script script) {
    FaultServer server = keep(FaultServer.start(script));
    return keep(ClientRig.builder(PlainProvider.at(server.url())).telemetry(telemetry).build());
  }

  /** A client of a server whose stream brings this and then nothing. */
  private ChatClient stalling(String events) {
    return client(
        telemetry().build(),
        connection -> {
          connection.send(STREAM + events);
          connection.awaitEnd();
        });
  }

  private static FaultServer.Script inTurn(String... answers) {
    BlockingQueue<String> left = new LinkedBlockingQueue<>(List.of(answers));
    return connection -> {
      connection.send(left.remove());
      connection.end();
    };
  }

  private Interaction theOne() {
    Interaction one = told.remove();
    assertThat(told).isEmpty();
    return one;
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    toClose.add(0, closeable);
    return closeable;
  }
}
