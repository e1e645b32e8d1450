package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.TransportException;
import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.ToolLoopStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that makes so many calls at once, lets so many wait, and refuses the rest. */
@Timeout(30)
@SuppressWarnings("try") // Some are closed before their end, which is what is tested.
class CallLimitTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ntext Pong";
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
          + event("text Pong");

  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private final Semaphore answers = new Semaphore(0);
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final FaultServer server = FaultServer.start(this::answer);

  @AfterEach
  void stop() {
    answers.release(1_000);
    server.close();
    recorded.close();
  }

  @Test
  void noMoreCallsThanTheLimitAreUnderWay() throws Exception {
    try (ChatClient client = client(2, 100)) {
      List<FutureTask<ChatResponse>> whole = new ArrayList<>();
      List<CompletableFuture<ChatResponse>> async = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        whole.add(started(() -> client.chat("whole")));
        async.add(client.chatAsync("whole"));
        async.add(client.streamAsync(ChatRequest.of("stream"), event -> {}));
      }
      answers.release(1_000);
      for (FutureTask<ChatResponse> call : whole) {
        assertThat(call.get().text()).isEqualTo("Pong");
      }
      async.forEach(call -> assertThat(call.join().text()).isEqualTo("Pong"));

      assertThat(mostAtOnce).hasValueBetween(1, 2);
      assertThat(recorded.spans()).hasSize(30);
    }
  }

  @Test
  void callBeyondTheQueueIsRefusedInEveryForm() throws Exception {
    try (ChatClient client = client(1, 1);
        ChatStream running = opened(client)) {
      FutureTask<ChatResponse> waiting = started(() -> client.chat("whole"));
      awaitWaiting(waiting);

      assertRefused(catchThrowable(() -> client.chat("whole")));
      assertRefused(catchThrowable(() -> client.stream("stream")));
      assertRefused(catchThrowable(client.chatAsync("whole")::join).getCause());

      assertThat(recorded.spans())
          .hasSize(3)
          .allSatisfy(
              span -> assertThat(span.getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("rejected"));
      assertThat(recorded.histogram(GenAi.OPERATION_DURATION))
          .allSatisfy(point -> assertThat(point.getCount()).isEqualTo(3));
      assertThat(server.requests()).hasSize(1);
      running.close();
      answers.release(2);
      assertThat(waiting.get().report().queueTime()).isPositive();
    }
  }

  @Test
  void streamKeepsItsTurnUntilItEnds() throws Exception {
    try (ChatClient client = client(1, 1)) {
      ChatStream stream = opened(client);
      FutureTask<ChatResponse> waiting = started(() -> client.chat("whole"));
      awaitWaiting(waiting);
      assertThat(server.requests()).hasSize(1);

      answers.release(2);
      stream.forEachText(text -> {});

      assertThat(waiting.get().text()).isEqualTo("Pong");
      assertThat(stream.response().report().queueTime()).isZero();
    }
  }

  @Test
  void waitEndsAtTheDeadlineInEveryForm() {
    CallOptions brief = CallOptions.builder().deadline(Duration.ofMillis(100)).build();
    ChatRequest request = ChatRequest.of("whole");
    try (ChatClient client = client(1, 10);
        ChatStream running = opened(client)) {
      CompletableFuture<ChatResponse> async = client.chatAsync(request, brief);

      assertLate(catchThrowable(() -> client.chat(request, brief)));
      assertLate(catchThrowable(async::join).getCause());

      assertThat(running.outcome()).isEmpty();
      assertThat(server.requests()).hasSize(1);
      assertThat(recorded.spans()).hasSize(2);
    }
  }

  @Test
  void interruptEndsTheWait() throws Exception {
    try (ChatClient client = client(1, 1);
        ChatStream running = opened(client)) {
      FutureTask<Boolean> waiting =
          new FutureTask<>(
              () -> {
                Throwable failure = catchThrowable(() -> client.chat("whole"));
                assertThat(((LlmException) failure).kind()).isEqualTo(ErrorKind.CANCELLED);
                assertThat(((LlmException) failure).report().attempts()).isEmpty();
                return Thread.currentThread().isInterrupted();
              });
      Thread caller = new Thread(waiting, "caller");
      caller.start();
      awaitParked(caller);

      caller.interrupt();

      assertThat(waiting.get()).as("interrupt flag").isTrue();
      assertRoomForOneMore(client, running);
    }
  }

  @ParameterizedTest
  @MethodSource("endings")
  void whatEndsACallLeavesTheQueue(Waiting form) throws Exception {
    AtomicReference<Thread> worker = new AtomicReference<>();
    try (ChatClient client = onThread(worker);
        ChatStream running = opened(client)) {
      Runnable end = form.on(client);
      if (worker.get() != null) {
        awaitParked(worker.get());
      }

      end.run();

      awaitRoomInTheQueue(client);
      assertThat(running.outcome()).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  static Stream<Arguments> endings() {
    ChatRequest request = ChatRequest.of("whole");
    return Stream.of(
        ending("interrupted", client -> interrupt(() -> client.chat("whole"))),
        ending("interrupted stream", client -> interrupt(() -> client.stream("stream"))),
        ending("interrupted loop", client -> interrupt(() -> loop(client).run("whole"))),
        ending(
            "interrupted loop as a stream", client -> interrupt(() -> read(loop(client), request))),
        ending("cancelled future", client -> cancel(client.chatAsync("whole"))),
        ending(
            "cancelled future of a stream",
            client -> cancel(client.streamAsync(request, event -> {}))),
        ending("cancelled future of a loop", client -> cancel(loop(client).runAsync("whole"))),
        ending("closed loop", CallLimitTest::closedLoop));
  }

  private static Arguments ending(String name, Waiting form) {
    return argumentSet(name, form);
  }

  private static ToolLoop loop(ChatClient client) {
    return ToolLoop.of(client, List.of());
  }

  private static void read(ToolLoop loop, ChatRequest request) {
    try (ToolLoopStream stream = loop.stream(request)) {
      stream.forEachText(text -> {});
    }
  }

  private static Runnable interrupt(Runnable call) {
    Started<Throwable> caller = started(() -> catchThrowable(call::run));
    awaitWaiting(caller);
    return () -> {
      caller.thread.interrupt();
      assertCancelled(caller.failure());
    };
  }

  private static Runnable cancel(CompletableFuture<?> call) {
    return () -> assertThat(call.cancel(true)).isTrue();
  }

  private static Runnable closedLoop(ChatClient client) {
    ToolLoopStream stream = loop(client).stream("whole");
    Started<Throwable> reader = started(() -> catchThrowable(() -> stream.forEachText(text -> {})));
    awaitWaiting(reader);
    return () -> {
      stream.close();
      assertCancelled(reader.failure());
    };
  }

  @Test
  void cancelledFutureEndsTheWait() throws Exception {
    try (ChatClient client = client(1, 1);
        ChatStream running = opened(client)) {
      CompletableFuture<ChatResponse> waiting = client.chatAsync("whole");

      assertThat(waiting.cancel(true)).isTrue();

      assertRoomForOneMore(client, running);
      assertThat(recorded.spans()).hasSize(3);
    }
  }

  @Test
  void closingTheClientEndsTheWait() throws Exception {
    try (ChatClient client = client(1, 5);
        ChatStream running = opened(client)) {
      FutureTask<ChatResponse> waiting = started(() -> client.chat("whole"));
      awaitWaiting(waiting);
      CompletableFuture<ChatResponse> async = client.chatAsync("whole");

      client.close();

      assertThat(running.outcome()).hasValue(StreamOutcome.CLIENT_CLOSED);
      assertClosed(catchThrowable(waiting::get).getCause());
      assertClosed(catchThrowable(async::join).getCause());
      assertThat(server.requests()).hasSize(1);
      assertThat(recorded.spans()).hasSize(3);
    }
  }

  @Test
  void forgottenStreamGivesUpItsTurn() {
    try (ChatClient client = client(1, 1)) {
      opened(client);
      CompletableFuture<ChatResponse> waiting = client.chatAsync("whole");
      answers.release(5);

      while (!waiting.isDone() && !Thread.currentThread().isInterrupted()) {
        System.gc();
        LockSupport.parkNanos(5_000_000);
      }

      assertThat(waiting.join().text()).isEqualTo("Pong");
    }
  }

  @Test
  void everyEndGivesUpTheTurn() {
    answers.release(1_000);
    try (ChatClient client = client(1, 0)) {
      CallOptions late = CallOptions.builder().deadline(Duration.ofNanos(1)).build();
      for (int round = 0; round < 5; round++) {
        client.chat("whole");
        client.chatAsync("whole").join();
        client.stream("stream").forEachText(text -> {});
        client.stream("stream").close();
        assertLate(catchThrowable(() -> client.chat(ChatRequest.of("whole"), late)));
        assertThat(catchThrowable(() -> client.chat("bad"))).isNotNull();
        assertThat(catchThrowable(() -> client.stream("bad"))).isNotNull();
        assertThat(client.chatAsync("whole").cancel(true)).isIn(true, false);
        awaitRoom(client);
      }
    }
  }

  @Test
  void limitHoldsOnAnExecutorOfTheUser() throws Exception {
    answers.release(1_000);
    try (ChatClient client =
        builder()
            .maxConcurrentCalls(2)
            .executor(task -> new Thread(task, "caller").start())
            .build()) {
      List<CompletableFuture<ChatResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(client.chatAsync("whole"));
      }

      calls.forEach(call -> assertThat(call.join().text()).isEqualTo("Pong"));

      assertThat(mostAtOnce).hasValueBetween(1, 2);
    }
  }

  @Test
  void asyncToolLoopDoesNotWaitForItself() {
    answers.release(1_000);
    try (ChatClient client = client(1, 5)) {
      ToolLoop loop = ToolLoop.of(client, List.of());

      assertThat(loop.runAsync("whole").join().text()).isEqualTo("Pong");
    }
  }

  private ChatClient.Builder builder() {
    return ChatClient.builder(PlainProvider.at(server.url())).telemetry(recorded.telemetry());
  }

  private ChatClient client(int concurrent, int queued) {
    return builder().maxConcurrentCalls(concurrent).maxQueuedCalls(queued).build();
  }

  /** Async calls of the client run on a thread that is shown. */
  private ChatClient onThread(AtomicReference<Thread> worker) {
    return builder()
        .maxConcurrentCalls(1)
        .maxQueuedCalls(1)
        .executor(
            task -> {
              Thread thread = new Thread(task, "worker");
              worker.set(thread);
              thread.start();
            })
        .build();
  }

  private static ChatStream opened(ChatClient client) {
    return client.stream("stream");
  }

  private void assertRoomForOneMore(ChatClient client, ChatStream running) throws Exception {
    FutureTask<ChatResponse> next = started(() -> client.chat("whole"));
    awaitWaiting(next);
    answers.release(2);
    running.close();
    assertThat(next.get().text()).isEqualTo("Pong");
  }

  /** Asks with little time until the queue takes one more, which then comes too late. */
  private static void awaitRoomInTheQueue(ChatClient client) {
    CallOptions brief = CallOptions.builder().deadline(Duration.ofMillis(60)).build();
    ErrorKind told = ErrorKind.REJECTED;
    while (told == ErrorKind.REJECTED && !Thread.currentThread().isInterrupted()) {
      Throwable failure = catchThrowable(() -> client.chat(ChatRequest.of("whole"), brief));
      told = ((LlmException) failure).kind();
    }
    assertThat(told).isEqualTo(ErrorKind.TIMEOUT);
  }

  /** A cancelled call ends when its thread has noticed. */
  private static void awaitRoom(ChatClient client) {
    while (true) {
      try {
        client.chat("whole");
        return;
      } catch (TransportException refused) {
        assertThat(refused.kind()).isEqualTo(ErrorKind.REJECTED);
        Thread.onSpinWait();
      }
    }
  }

  private static void assertRefused(Throwable failure) {
    assertThat(failure).isInstanceOf(TransportException.class);
    assertThat(((LlmException) failure).kind()).isEqualTo(ErrorKind.REJECTED);
    assertThat(failure).hasMessageContaining("maxConcurrentCalls");
    assertThat(((LlmException) failure).report().attempts()).isEmpty();
  }

  private static void assertCancelled(Throwable failure) {
    assertThat(((LlmException) failure).kind()).isEqualTo(ErrorKind.CANCELLED);
    assertThat(((LlmException) failure).report().attempts()).isEmpty();
  }

  private static void assertLate(Throwable failure) {
    assertThat(((LlmException) failure).kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(((LlmException) failure).report().attempts()).isEmpty();
  }

  private static void assertClosed(Throwable failure) {
    assertThat(((LlmException) failure).kind()).isEqualTo(ErrorKind.CLIENT_CLOSED);
  }

  /** Whole answers, and the ends of streams, come when the test allows. */
  private void answer(FaultConnection connection) throws IOException {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    String request = connection.lastRequest();
    if (request.endsWith("bad")) {
      atOnce.decrementAndGet();
      connection.send("HTTP/1.1 400 Bad\r\nContent-Length: 3\r\n\r\nbad");
      return;
    }
    boolean streamed = request.endsWith("stream");
    connection.send(streamed ? STREAM : "");
    answers.acquireUninterruptibly();
    // Before the client can know of the end.
    atOnce.decrementAndGet();
    connection.send(streamed ? event("done") : ANSWER);
    if (streamed) {
      connection.end();
    }
  }

  private static <T> Started<T> started(Callable<T> task) {
    return new Started<>(task);
  }

  private static void awaitWaiting(FutureTask<?> call) {
    awaitParked(((Started<?>) call).thread);
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && thread.isAlive()) {
      Thread.onSpinWait();
    }
  }

  /** Has a call wait for its turn, and returns what ends it. */
  @FunctionalInterface
  interface Waiting {
    Runnable on(ChatClient client);
  }

  /** A call on a thread of its own. */
  private static final class Started<T> extends FutureTask<T> {
    private final Thread thread = new Thread(this, "caller");

    Started(Callable<T> task) {
      super(task);
      thread.start();
    }

    /** What a task returned that returns what it was thrown. */
    Throwable failure() {
      try {
        return (Throwable) get();
      } catch (InterruptedException | ExecutionException broken) {
        throw new AssertionError(broken);
      }
    }
  }
}
