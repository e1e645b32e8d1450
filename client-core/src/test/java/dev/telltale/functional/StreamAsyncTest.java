package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallCancelledException;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.StreamCallback;
import dev.telltale.StreamEvent;
import dev.telltale.StreamException;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(20)
class StreamAsyncTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String FIRST = event("id a-1", "text Po");
  private static final String REST = event("text rto") + event("finish stop") + event("done");

  @RegisterExtension final ClientRig rig = new ClientRig();

  @Test
  void eventsComeBeforeTheAnswer() {
    Heard heard = new Heard(event -> {});

    ChatResponse answer = stream(send(FIRST + REST), heard).join();

    assertThat(answer.text()).isEqualTo("Porto");
    assertThat(answer.report().chunks()).isEqualTo(3);
    assertThat(heard.signals)
        .containsExactly("TextDelta", "TextDelta", "Finished", "completed Porto");
  }

  @Test
  void lambdaIsEnough() {
    StringBuilder text = new StringBuilder();

    stream(
            send(FIRST + REST),
            event -> {
              if (event instanceof StreamEvent.TextDelta delta) {
                text.append(delta.text());
              }
            })
        .join();

    assertThat(text).hasToString("Porto");
  }

  @Test
  void callbackHasTheContextOfTheCaller() {
    Context context = Context.root().with(Baggage.builder().put("tenant", "t-1").build());
    List<String> tenants = new CopyOnWriteArrayList<>();

    ChatResponse answer =
        context
            .wrapSupplier(
                () ->
                    stream(
                        send(FIRST + REST),
                        event -> tenants.add(Baggage.current().getEntryValue("tenant"))))
            .get()
            .join();

    assertThat(answer.text()).isEqualTo("Porto");
    assertThat(tenants).containsExactly("t-1", "t-1", "t-1");
  }

  @Test
  void brokenStreamFailsOnceWithItsPart() {
    Heard heard = new Heard(event -> {});

    CompletableFuture<ChatResponse> answer = stream(send(FIRST), heard);

    StreamException failure = (StreamException) failureOf(answer);
    assertThat(failure.partial().text()).isEqualTo("Po");
    assertThat(heard.signals).containsExactly("TextDelta", "failed StreamException");
  }

  @Test
  void streamThatDoesNotOpenFailsOnce() {
    Heard heard = new Heard(event -> {});

    CompletableFuture<ChatResponse> answer =
        stream(
            connection -> connection.send("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"), heard);

    assertThat(failureOf(answer)).hasMessageContaining("HTTP 400");
    assertThat(heard.signals).containsExactly("failed ProviderException");
  }

  @Test
  void throwingCallbackEndsTheStream() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    IllegalStateException mistake = new IllegalStateException("mine");
    Heard heard =
        new Heard(
            event -> {
              throw mistake;
            });

    CompletableFuture<ChatResponse> answer = stream(stall(left), heard);

    assertThat(failureOf(answer)).isSameAs(mistake);
    assertThat(heard.signals).containsExactly("TextDelta", "failed IllegalStateException");
    left.await();
  }

  @Test
  void errorOfTheCallbackCompletesTheFuture() {
    AssertionError error = new AssertionError("mine");

    CompletableFuture<ChatResponse> answer =
        stream(
            send(FIRST + REST),
            event -> {
              throw error;
            });

    assertThat(failureOf(answer)).isSameAs(error);
  }

  @Test
  void throwingEndKeepsTheFirstFailure() {
    IllegalStateException first = new IllegalStateException("first");
    IllegalStateException second = new IllegalStateException("second");
    StreamCallback callback =
        new StreamCallback() {
          @Override
          public void event(StreamEvent event) {
            throw first;
          }

          @Override
          public void failed(Throwable failure) {
            throw second;
          }
        };

    CompletableFuture<ChatResponse> answer = stream(send(FIRST + REST), callback);

    assertThat(failureOf(answer)).isSameAs(first).hasSuppressedException(second);
  }

  @Test
  void throwingCompletionFailsTheFuture() {
    IllegalStateException mistake = new IllegalStateException("mine");
    StreamCallback callback =
        new StreamCallback() {
          @Override
          public void event(StreamEvent event) {}

          @Override
          public void completed(ChatResponse response) {
            throw mistake;
          }
        };

    CompletableFuture<ChatResponse> answer = stream(send(FIRST + REST), callback);

    assertThat(failureOf(answer)).isSameAs(mistake);
  }

  @Test
  void cancelledFutureEndsTheStream() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    CountDownLatch first = new CountDownLatch(1);
    Heard heard = new Heard(event -> first.countDown());
    CompletableFuture<ChatResponse> answer = stream(stall(left), heard);
    first.await();

    answer.cancel(true);

    left.await();
    heard.over.await();
    assertThat(heard.signals).containsExactly("TextDelta", "failed CallCancelledException");
  }

  @Test
  void callbackMayCancelItsFuture() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    CompletableFuture<CompletableFuture<ChatResponse>> itself = new CompletableFuture<>();
    Heard heard = new Heard(event -> itself.join().cancel(true));

    CompletableFuture<ChatResponse> answer = stream(stall(left), heard);
    itself.complete(answer);

    left.await();
    heard.over.await();
    assertThat(heard.signals).containsExactly("TextDelta", "failed CallCancelledException");
    assertThat(answer).isCancelled();
  }

  @Test
  void closedClientEndsTheStream() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    CountDownLatch first = new CountDownLatch(1);
    try (FaultServer server = FaultServer.start(stall(left))) {
      ChatClient client = rig.client(PlainProvider.at(server.url()));
      CompletableFuture<ChatResponse> answer =
          client.streamAsync(ChatRequest.of("Porto?"), event -> first.countDown());
      first.await();

      client.close();

      assertThat(failureOf(answer)).isInstanceOf(CallCancelledException.class);
      assertThat(failureOf(answer)).hasMessageContaining("client was closed");
      left.await();
    }
  }

  private CompletableFuture<ChatResponse> stream(
      FaultServer.Script script, StreamCallback callback) {
    FaultServer server = FaultServer.start(script);
    ChatClient client = rig.client(PlainProvider.at(server.url()));
    return client.streamAsync(ChatRequest.of("Porto?"), callback);
  }

  private static FaultServer.Script send(String events) {
    return connection -> {
      connection.send(HEAD + events);
      connection.end();
    };
  }

  private static FaultServer.Script stall(CountDownLatch left) {
    return connection -> {
      connection.send(HEAD + FIRST);
      connection.awaitEnd();
      left.countDown();
    };
  }

  private static Throwable failureOf(CompletableFuture<?> future) {
    return catchThrowable(future::join).getCause();
  }

  /** Writes down what it is told, and does something at each event. */
  private static final class Heard implements StreamCallback {
    private final List<String> signals = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Consumer<StreamEvent> onEvent;

    Heard(Consumer<StreamEvent> onEvent) {
      this.onEvent = onEvent;
    }

    @Override
    public void event(StreamEvent event) {
      signals.add(event.getClass().getSimpleName());
      onEvent.accept(event);
    }

    @Override
    public void completed(ChatResponse response) {
      signals.add("completed " + response.text());
      over.countDown();
    }

    @Override
    public void failed(Throwable failure) {
      signals.add("failed " + failure.getClass().getSimpleName());
      over.countDown();
    }
  }
}
