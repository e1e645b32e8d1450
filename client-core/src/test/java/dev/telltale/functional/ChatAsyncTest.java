package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.CallCancelledException;
import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.ProviderException;
import dev.telltale.StreamCallback;
import dev.telltale.StreamEvent;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(20)
class ChatAsyncTest {
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\ntext Pong";
  private static final String REFUSAL = "HTTP/1.1 400 Bad\r\nContent-Length: 3\r\n\r\nbad";

  @RegisterExtension final ClientRig rig = new ClientRig();

  @Test
  void answerCompletesTheFuture() {
    try (FaultServer server = FaultServer.start(connection -> connection.send(ANSWER))) {
      ChatClient client = rig.client(PlainProvider.at(server.url()));

      ChatResponse answer = client.chatAsync("Ping?").join();

      assertThat(answer.text()).isEqualTo("Pong");
      assertThat(answer.report().duration()).isGreaterThanOrEqualTo(answer.report().queueTime());
      assertThat(rig.spans()).hasSize(1);
    }
  }

  @Test
  void failureCompletesTheFuture() {
    try (FaultServer server = FaultServer.start(connection -> connection.send(REFUSAL))) {
      ChatClient client = rig.client(PlainProvider.at(server.url()));

      CompletableFuture<ChatResponse> answer = client.chatAsync(ChatRequest.of("Ping?"));

      assertThat(failureOf(answer)).isInstanceOf(ProviderException.class);
    }
  }

  @Test
  void cancellingTheFutureEndsTheCall() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              asked.countDown();
              connection.awaitEnd();
              left.countDown();
            })) {
      ChatClient client = rig.client(PlainProvider.at(server.url()));
      CompletableFuture<ChatResponse> answer = client.chatAsync("Ping?");
      asked.await();

      boolean cancelled = answer.cancel(true);

      assertThat(cancelled).isTrue();
      assertThat(answer).isCancelled();
      left.await();
    }
  }

  @Test
  void timeoutOfTheFutureEndsTheCall() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.awaitEnd();
              left.countDown();
            })) {
      ChatClient client = rig.client(PlainProvider.at(server.url()));

      CompletableFuture<ChatResponse> answer =
          client.chatAsync("Ping?").orTimeout(50, TimeUnit.MILLISECONDS);

      left.await();
      assertThat(failureOf(answer)).isInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void valueFromElsewhereEndsTheCall() {
    ChatResponse cached = PlainProvider.answer("text Pong");

    assertThat(endOf(answer -> answer.completeAsync(() -> cached))).isEqualTo(ErrorKind.CANCELLED);
    assertThat(endOf(answer -> answer.obtrudeValue(cached))).isEqualTo(ErrorKind.CANCELLED);
    assertThat(endOf(answer -> answer.obtrudeException(new IllegalStateException("mine"))))
        .isEqualTo(ErrorKind.CANCELLED);
  }

  @Test
  void cancellingAQueuedCallWaitsForNobody() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    ChatInterceptor slow =
        new ChatInterceptor() {
          @Override
          public ChatResponse intercept(Chain chain) {
            awaitUnchecked(held);
            return chain.proceed(chain.request(), chain.options());
          }
        };
    ChatClient client =
        rig.client(
            ClientRig.builder(PlainProvider.at("http://127.0.0.1:9/"))
                .executor(task -> {})
                .interceptor(slow));
    CompletableFuture<ChatResponse> dropped = client.chatAsync("Ping?");

    boolean cancelled = dropped.cancel(true);

    assertThat(cancelled).isTrue();
    held.countDown();
  }

  @Test
  void contextIsThatOfTheCaller() {
    try (FaultServer server = FaultServer.start(connection -> connection.send(ANSWER))) {
      ChatClient client = rig.client(PlainProvider.at(server.url()));
      Context context = Context.root().with(Baggage.builder().put("tenant", "t-1").build());

      CompletableFuture<String> tenant =
          context.wrapSupplier(() -> client.chatAsync("Ping?").thenApply(answer -> tenant())).get();

      // The call may have ended before thenApply: then that runs here, in the same context.
      assertThat(tenant.join()).isEqualTo("t-1");
    }
  }

  @Test
  void contextDoesNotStayOnTheThread() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try (FaultServer server = FaultServer.start(connection -> connection.send(ANSWER))) {
      ChatClient client =
          rig.client(ClientRig.builder(PlainProvider.at(server.url())).executor(one));
      Context context = Context.root().with(Baggage.builder().put("tenant", "t-1").build());
      ChatResponse answer = context.wrapSupplier(() -> client.chatAsync("Ping?").join()).get();

      Context next = one.submit(Context::current).get();

      assertThat(answer.text()).isEqualTo("Pong");
      assertThat(next).isSameAs(Context.root());
    } finally {
      one.shutdown();
    }
  }

  @Test
  void closingTheClientEndsTheCall() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              asked.countDown();
              connection.awaitEnd();
            })) {
      ChatClient client = rig.client(PlainProvider.at(server.url()));
      CompletableFuture<ChatResponse> answer = client.chatAsync("Ping?");
      asked.await();

      client.close();

      assertThat(failureOf(answer)).isInstanceOf(CallCancelledException.class);
      assertThat(((LlmException) failureOf(answer)).kind()).isEqualTo(ErrorKind.CLIENT_CLOSED);
      assertThatIllegalStateException().isThrownBy(() -> client.chatAsync("Ping?"));
    }
  }

  @Test
  void callBeyondTheQueueIsRefused() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              asked.countDown();
              connection.awaitEnd();
            })) {
      ChatClient client =
          rig.client(
              ClientRig.builder(PlainProvider.at(server.url()))
                  .maxConcurrentCalls(1)
                  .maxQueuedCalls(1));
      CompletableFuture<ChatResponse> running = client.chatAsync("Ping?");
      asked.await();
      CompletableFuture<ChatResponse> queued = client.chatAsync("Ping?");

      CompletableFuture<ChatResponse> refused = client.chatAsync("Ping?");

      assertThat(((LlmException) failureOf(refused)).kind()).isEqualTo(ErrorKind.REJECTED);
      assertThat(queued.cancel(true)).isTrue();
      CompletableFuture<ChatResponse> next = client.chatAsync("Ping?");
      assertThat(next).isNotDone();
      assertThat(next.cancel(true)).isTrue();
      assertThat(running.cancel(true)).isTrue();
    }
  }

  @Test
  void queuedCallRunsWhenAThreadIsFree() {
    try (FaultServer server = FaultServer.start(connection -> connection.send(ANSWER))) {
      ChatClient client =
          rig.client(ClientRig.builder(PlainProvider.at(server.url())).maxConcurrentCalls(1));

      CompletableFuture<ChatResponse> first = client.chatAsync("Ping?");
      CompletableFuture<ChatResponse> second = client.chatAsync("Ping?");

      assertThat(first.join().text()).isEqualTo("Pong");
      assertThat(second.join().text()).isEqualTo("Pong");
    }
  }

  /** What a call that waits for its answer ends with when its future is completed this way. */
  private ErrorKind endOf(Consumer<CompletableFuture<ChatResponse>> completion) {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    StreamCallback callback =
        new StreamCallback() {
          @Override
          public void event(StreamEvent event) {}

          @Override
          public void failed(Throwable failure) {
            end.complete(failure);
          }
        };
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              asked.countDown();
              connection.awaitEnd();
            })) {
      ChatClient client = rig.client(PlainProvider.at(server.url()));
      CompletableFuture<ChatResponse> answer =
          client.streamAsync(ChatRequest.of("Ping?"), callback);
      awaitUnchecked(asked);

      completion.accept(answer);

      return ((LlmException) end.join()).kind();
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String tenant() {
    return Baggage.current().getEntryValue("tenant");
  }

  private static Throwable failureOf(CompletableFuture<?> future) {
    return catchThrowableOfType(CompletionException.class, future::join).getCause();
  }
}
