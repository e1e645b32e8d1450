package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.Telemetry;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class ClientCloseTest {
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
          + event("text Po")
          + event("text rto");

  @RegisterExtension final ClientRig rig = new ClientRig();

  private final CountDownLatch asked = new CountDownLatch(2);

  @Test
  void everyFormOfCallEndsAsClosed() throws Exception {
    try (FaultServer server = FaultServer.start(this::answer)) {
      ChatClient client =
          rig.client(ClientRig.builder(PlainProvider.at(server.url())).maxConcurrentCalls(3));
      FutureTask<ChatResponse> waiting = new FutureTask<>(() -> client.chat("whole"));
      new Thread(waiting, "caller").start();
      CompletableFuture<ChatResponse> running = client.chatAsync("whole");
      asked.await();
      ChatStream open = client.stream("stream");
      CompletableFuture<ChatResponse> queued = client.chatAsync("whole");

      closeFrom(client, 64);

      assertThat(rig.spans()).as("ended when close returns").hasSize(4);
      assertThat(kindOf(waiting::get)).isEqualTo(ErrorKind.CLIENT_CLOSED);
      assertThat(kindOf(running::join)).isEqualTo(ErrorKind.CLIENT_CLOSED);
      assertThat(kindOf(queued::join)).isEqualTo(ErrorKind.CLIENT_CLOSED);
      assertThat(open.outcome()).hasValue(StreamOutcome.CLIENT_CLOSED);
      assertThatIllegalStateException().isThrownBy(() -> client.chat("whole"));
      assertThatIllegalStateException().isThrownBy(() -> client.stream("stream"));
    }
  }

  @Test
  void closingDoesNotWaitForEverForACallback() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    try (FaultServer server = FaultServer.start(this::answer)) {
      ChatClient client =
          rig.client(
              ClientRig.builder(PlainProvider.at(server.url()))
                  .closeTimeout(Duration.ofMillis(100)));
      CompletableFuture<ChatResponse> answer =
          client.streamAsync(
              ChatRequest.of("stream"),
              event -> {
                told.countDown();
                awaitUnchecked(blocked);
              });
      told.await();

      client.close();

      assertThat(answer).isNotDone();
      blocked.countDown();
      assertThat(kindOf(answer::join)).isEqualTo(ErrorKind.CLIENT_CLOSED);
    }
  }

  @Test
  void closingWaitsUntilACallHasEnded() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    ChatInterceptor blocking =
        new ChatInterceptor() {
          @Override
          public ChatResponse intercept(Chain chain) {
            told.countDown();
            awaitUnchecked(blocked);
            return chain.proceed(chain.request(), chain.options());
          }
        };
    try (FaultServer server = FaultServer.start(this::answer)) {
      ChatClient client =
          rig.client(
              ClientRig.builder(PlainProvider.at(server.url()))
                  .interceptor(blocking)
                  .closeTimeout(Duration.ofMinutes(5)));
      CompletableFuture<ChatResponse> answer = client.chatAsync("whole");
      told.await();
      Thread closer = new Thread(client::close, "closer");
      closer.start();

      while (closer.isAlive() && closer.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }

      assertThat(closer.isAlive()).as("waits").isTrue();
      blocked.countDown();
      closer.join();
      assertThat(rig.spans()).as("ended when close returns").hasSize(1);
      assertThat(kindOf(answer::join)).isEqualTo(ErrorKind.CLIENT_CLOSED);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void callbackMayCloseTheClient() {
    try (FaultServer server = FaultServer.start(this::answer)) {
      ChatClient client =
          rig.client(
              ClientRig.builder(PlainProvider.at(server.url()))
                  .closeTimeout(Duration.ofMinutes(5)));

      CompletableFuture<ChatResponse> answer =
          client.streamAsync(ChatRequest.of("stream"), event -> client.close());

      assertThat(kindOf(answer::join)).isEqualTo(ErrorKind.CLIENT_CLOSED);
    }
  }

  @Test
  void interruptedCloserDoesNotWait() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    try (FaultServer server = FaultServer.start(this::answer)) {
      ChatClient client =
          rig.client(
              ClientRig.builder(PlainProvider.at(server.url()))
                  .closeTimeout(Duration.ofMinutes(5)));
      CompletableFuture<ChatResponse> answer =
          client.streamAsync(
              ChatRequest.of("stream"),
              event -> {
                told.countDown();
                awaitUnchecked(blocked);
              });
      told.await();

      Thread.currentThread().interrupt();
      client.close();

      assertThat(Thread.interrupted()).isTrue();
      blocked.countDown();
      assertThat(kindOf(answer::join)).isEqualTo(ErrorKind.CLIENT_CLOSED);
    }
  }

  @Test
  void closingMayWaitForEver() {
    ChatClient client =
        rig.client(
            ClientRig.builder(PlainProvider.at("http://127.0.0.1:9/v1"))
                .closeTimeout(Duration.ofSeconds(Long.MAX_VALUE)));

    client.close();

    assertThatIllegalStateException().isThrownBy(() -> client.chat("Ping?"));
  }

  @Test
  void openTelemetryOfTheUserStaysOpen() {
    AtomicBoolean shutDown = new AtomicBoolean();
    try (OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder().addSpanProcessor(new ShutdownProbe(shutDown)).build())
            .build()) {
      ChatClient client =
          ChatClient.builder(PlainProvider.at("http://127.0.0.1:9/v1"))
              .telemetry(Telemetry.of(sdk))
              .build();

      client.close();

      assertThat(shutDown).isFalse();
    }
    assertThat(shutDown).isTrue();
  }

  private void answer(FaultConnection connection) throws IOException {
    asked.countDown();
    if (connection.lastRequest().endsWith("stream")) {
      connection.send(STREAM);
    }
    connection.awaitEnd();
  }

  private static void closeFrom(ChatClient client, int threads) throws InterruptedException {
    List<Thread> closers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread closer = new Thread(client::close, "closer");
      closer.start();
      closers.add(closer);
    }
    for (Thread closer : closers) {
      closer.join();
    }
  }

  private static ErrorKind kindOf(ThrowingCallable call) {
    Throwable failure = catchThrowable(call);
    assertThat(failure).isInstanceOfAny(CompletionException.class, ExecutionException.class);
    return ((LlmException) failure.getCause()).kind();
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record ShutdownProbe(AtomicBoolean shutDown) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }

    @Override
    public CompletableResultCode shutdown() {
      shutDown.set(true);
      return CompletableResultCode.ofSuccess();
    }
  }
}
