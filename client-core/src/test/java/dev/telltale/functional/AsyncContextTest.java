package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.StreamEvent;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a pool of one thread callbacks see the caller's span, and the next task sees none. */
@Timeout(10)
class AsyncContextTest {
  @StartStop private final MockWebServer server = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private final ExecutorService one = Executors.newSingleThreadExecutor();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Span mine =
      recorded.openTelemetry().getTracer("test").spanBuilder("mine").startSpan();

  @AfterEach
  void close() {
    one.shutdown();
    recorded.close();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void callbacksSeeTheCallersSpanAndLeaveIt(Way way) throws Exception {
    enqueue(way);

    try (ChatClient client = client()) {
      CompletableFuture<?> ended = calledUnderMySpan(client, way);
      if (way == Way.CANCELLED) {
        server.takeRequest();
        ended.cancel(true);
      }
      ended.handle((answer, failure) -> answer).exceptionally(failure -> null).join();
    }
    Context next = one.submit(Context::current).get();

    assertThat(next).isSameAs(Context.root());
    assertThat(seen).containsOnly(mine.getSpanContext().getSpanId());
  }

  @SuppressWarnings("try") // The scope is for its close.
  private CompletableFuture<?> calledUnderMySpan(ChatClient client, Way way) {
    try (Scope current = mine.makeCurrent()) {
      return switch (way) {
        case WHOLE, REFUSED, CANCELLED -> {
          CompletableFuture<ChatResponse> call = client.chatAsync("Porto?");
          CompletableFuture<ChatResponse> unused = call.whenComplete((answer, failure) -> see());
          yield call;
        }
        case STREAMED -> client.streamAsync(ChatRequest.of("Porto?"), event -> see());
        case THROWING_CALLBACK ->
            client.streamAsync(
                ChatRequest.of("Porto?"),
                event -> {
                  see();
                  throw new IllegalStateException("callback");
                });
        case PUBLISHED -> {
          Reader reader = new Reader();
          client.streamPublisher(ChatRequest.of("Porto?")).subscribe(reader);
          yield reader.ended;
        }
      };
    }
  }

  private void see() {
    seen.add(Span.current().getSpanContext().getSpanId());
  }

  private void enqueue(Way way) {
    switch (way) {
      case WHOLE -> server.enqueue(new MockResponse.Builder().body("text Porto\n").build());
      case REFUSED -> server.enqueue(new MockResponse.Builder().code(400).build());
      case CANCELLED ->
          server.enqueue(
              new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
      default ->
          server.enqueue(
              new MockResponse.Builder()
                  .addHeader("Content-Type", "text/event-stream")
                  .body("data: text Porto\n\ndata: finish stop\n\n")
                  .build());
    }
  }

  private ChatClient client() {
    return ClientRig.builder(PlainProvider.at(server.url("/").toString()))
        .telemetry(recorded.telemetry())
        .executor(one)
        .build();
  }

  enum Way {
    WHOLE,
    REFUSED,
    CANCELLED,
    STREAMED,
    THROWING_CALLBACK,
    PUBLISHED
  }

  private final class Reader implements Flow.Subscriber<StreamEvent> {
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(StreamEvent event) {
      see();
    }

    @Override
    public void onError(Throwable failure) {
      see();
      ended.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      see();
      ended.complete("");
    }
  }
}
