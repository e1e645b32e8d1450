package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import dev.telltale.Tool;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import dev.telltale.tools.ToolLoop;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One call of the matrix, and what its telemetry says of it. */
final class MatrixCall {
  private static final ChatRequest REQUEST = ChatRequest.of("Porto?");
  private static final Tool ECHO = Tool.of("echo", "Says it again", City.class, City::name);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final RetryPolicy ONCE_MORE =
      RetryPolicy.builder()
          .maxRetries(1)
          .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
          .build();

  private final Path path;
  private final Trouble trouble;
  private final Thread caller = Thread.currentThread();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch arrived = new CountDownLatch(1);
  private volatile @Nullable ChatClient client;

  MatrixCall(Path path, Trouble trouble) {
    this.path = path;
    this.trouble = trouble;
  }

  /** Whether the trouble can come to such a call before it has ended for another reason. */
  static boolean applies(Path path, Trouble trouble) {
    Set<Trouble> early =
        EnumSet.of(
            Trouble.NONE, Trouble.HTTP_ERROR, Trouble.LISTENER_THROWS, Trouble.EXPORTER_THROWS);
    return switch (path) {
      case STREAM_CLOSED_EARLY, STREAM_ABANDONED -> early.contains(trouble);
      case ASYNC_CANCELLED, INTERCEPTOR_ANSWERING ->
          early.contains(trouble) && trouble != Trouble.HTTP_ERROR;
      case STREAM_TO_END -> true;
      case ASYNC -> trouble != Trouble.ERROR_IN_STREAM && trouble != Trouble.INTERRUPT;
      default -> trouble != Trouble.ERROR_IN_STREAM;
    };
  }

  /** Makes the call and returns its cell. */
  String run() throws Exception {
    try (RecordedTelemetry recorded = RecordedTelemetry.with(new Exporter(trouble));
        FaultServer server = FaultServer.start(this::answer)) {
      String thrown = call(recorded, server.url());
      return cell(recorded, thrown);
    }
  }

  private String call(RecordedTelemetry recorded, String url) throws Exception {
    Telemetry.Builder telemetry = Telemetry.builder().openTelemetry(recorded.openTelemetry());
    if (trouble == Trouble.LISTENER_THROWS) {
      telemetry.listener(
          ended -> {
            throw new IllegalStateException("listener");
          });
    }
    ChatClient.Builder builder =
        ClientRig.builder(PlainProvider.at(url)).telemetry(telemetry.build());
    configure(builder, url);
    if (trouble == Trouble.TIMEOUT) {
      builder.deadline(SHORT).streamIdleTimeout(SHORT);
    }
    try (ChatClient built = builder.build()) {
      client = built;
      begun.countDown();
      make(built, recorded);
      return "";
    } catch (CancellationException cancelled) {
      return "cancelled";
    } catch (LlmException failure) {
      return failure.kind().toString();
    } catch (IllegalStateException own) {
      assertThat(own).hasMessage("interceptor");
      return "own";
    } finally {
      Thread.interrupted();
    }
  }

  private void configure(ChatClient.Builder builder, String url) {
    switch (path) {
      case WITH_RETRY -> builder.retry(ONCE_MORE);
      case WITH_FALLBACK -> builder.fallback(PlainProvider.at(url), "plain-2");
      case INTERCEPTOR_ANSWERING -> builder.interceptor(new Answering());
      case INTERCEPTOR_THROWING -> builder.interceptor(new Throwing());
      case INTERCEPTOR_PROCEEDING_TWICE -> builder.interceptor(new Twice());
      default -> {}
    }
  }

  private void make(ChatClient made, RecordedTelemetry recorded) throws Exception {
    switch (path) {
      case RAW -> assertThat(made.chat(REQUEST).raw()).isNotNull();
      case STREAM_TO_END -> made.stream(REQUEST).forEachText(text -> {});
      case STREAM_CLOSED_EARLY -> {
        try (ChatStream stream = made.stream(REQUEST)) {
          stream.iterator().next();
        }
      }
      case STREAM_ABANDONED -> abandon(made, recorded);
      case ASYNC -> join(made.chatAsync(REQUEST));
      case ASYNC_CANCELLED -> {
        CompletableFuture<ChatResponse> later = made.chatAsync(REQUEST);
        arrived.await();
        later.cancel(true);
        while (recorded.spans().isEmpty()) {
          Thread.onSpinWait();
        }
        later.join();
      }
      case TYPED_ANSWER -> made.answering(City.class).chat(REQUEST);
      case TOOL_LOOP -> ToolLoop.of(made, List.of(ECHO)).run(REQUEST);
      case CALL_OPTIONS -> made.chat(REQUEST, CallOptions.builder().conversationId("c-7").build());
      case DERIVED_CLIENT -> {
        try (ChatClient derived = made.with(CallOptions.builder().tag("team", "a").build())) {
          derived.chat(REQUEST);
        }
      }
      default -> made.chat(REQUEST);
    }
  }

  private static void join(CompletableFuture<ChatResponse> later) {
    try {
      later.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof LlmException failure) {
        throw failure;
      }
      throw failed;
    }
  }

  @SuppressWarnings("resource") // It is forgotten on purpose.
  private static void abandon(ChatClient made, RecordedTelemetry recorded) {
    made.stream(REQUEST).iterator().next();
    while (recorded.spans().isEmpty()) {
      System.gc();
      Thread.onSpinWait();
    }
  }

  /** What the server does to one request; those that are to be repeated come first. */
  private void answer(FaultConnection connection) throws IOException {
    boolean first = requests.getAndIncrement() == 0;
    if (first && (path == Path.WITH_RETRY || path == Path.WITH_FALLBACK)) {
      connection.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    if (first && path == Path.TOOL_LOOP) {
      respond(connection, "model m\ncall 1 echo {\"name\":\"Porto\"}\nfinish tools\nusage 3 5\n");
      return;
    }
    if (path == Path.ASYNC_CANCELLED) {
      arrived.countDown();
      connection.awaitEnd();
      return;
    }
    if (trouble == Trouble.HTTP_ERROR) {
      connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 11\r\n\r\ninvalid_xyz");
      return;
    }
    if (path.streamed) {
      stream(connection);
    } else {
      whole(connection);
    }
  }

  private void whole(FaultConnection connection) throws IOException {
    switch (trouble) {
      case CONTENT_FILTER ->
          respond(connection, "id a\nmodel m\nfinish content_filter\nusage 3 0\n");
      case CUT -> {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nid a\nmodel m\n");
        connection.end();
      }
      case MALFORMED -> respond(connection, "no line of any kind\n");
      default -> {
        if (!interfere(connection)) {
          respond(connection, "id a\nmodel m\ntext Porto\nfinish stop\nusage 3 5\n");
        }
      }
    }
  }

  private void stream(FaultConnection connection) throws IOException {
    connection.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
            + event("id a", "model m", "text Por"));
    switch (trouble) {
      case CONTENT_FILTER -> connection.send(event("finish content_filter", "usage 3 1"));
      case ERROR_IN_STREAM -> connection.send(event("error server_error"));
      case CUT -> {}
      case MALFORMED -> connection.send(event("no line of any kind"));
      default -> {
        boolean stalls = path != Path.STREAM_TO_END;
        if (stalls) {
          connection.awaitEnd();
        } else if (!interfere(connection)) {
          connection.send(event("text to", "finish stop", "usage 3 5"));
        }
      }
    }
    connection.end();
  }

  /** Whether the answer never comes, as somebody ends the call or nobody sends it. */
  private boolean interfere(FaultConnection connection) throws IOException {
    switch (trouble) {
      case TIMEOUT -> {}
      case CANCEL -> {
        await(begun);
        Objects.requireNonNull(client).close();
      }
      case INTERRUPT -> caller.interrupt();
      default -> {
        return false;
      }
    }
    connection.awaitEnd();
    return true;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void respond(FaultConnection connection, String body) throws IOException {
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private String cell(RecordedTelemetry recorded, String thrown) {
    List<SpanData> spans = recorded.spans();
    List<SpanData> inferences =
        spans.stream().filter(span -> span.getKind() == SpanKind.CLIENT).toList();
    String where = path + " " + trouble;
    assertThat(spans).as(where).hasSize(recorded.started());
    long durations = 0;
    for (HistogramPointData point : recorded.histogram(GenAi.OPERATION_DURATION)) {
      durations += point.getCount();
    }
    assertThat(durations).as(where).isEqualTo(inferences.size());
    StringBuilder cell = new StringBuilder();
    for (SpanData span : inferences) {
      cell.append(cell.isEmpty() ? "" : "; ").append(summary(span, where));
    }
    if (inferences.isEmpty()) {
      cell.append("no inference");
    }
    if (thrown.equals("own")) {
      cell.append("; own exception passes");
    } else if (!thrown.isEmpty()) {
      assertThat(inferences.get(inferences.size() - 1).getStatus().getStatusCode())
          .as(where)
          .isEqualTo(StatusCode.ERROR);
    }
    return cell.toString();
  }

  private static String summary(SpanData span, String where) {
    Attributes attributes = span.getAttributes();
    String type = attributes.get(GenAi.ERROR_TYPE);
    StatusCode status = span.getStatus().getStatusCode();
    assertThat(status).as(where).isEqualTo(type == null ? StatusCode.UNSET : StatusCode.ERROR);
    List<String> reasons = attributes.get(GenAi.RESPONSE_FINISH_REASONS);
    Long input = attributes.get(GenAi.USAGE_INPUT_TOKENS);
    Long output = attributes.get(GenAi.USAGE_OUTPUT_TOKENS);
    return (type == null ? "unset" : "ERROR `" + type + "`")
        + (reasons == null ? "" : ", " + String.join(" ", reasons))
        + (input == null ? "" : ", " + input + "+" + output);
  }

  record City(String name) {}

  /** A way to make a call. */
  enum Path {
    PLAIN("plain"),
    RAW("raw body taken"),
    CALL_OPTIONS("per-call options"),
    DERIVED_CLIENT("derived client"),
    STREAM_TO_END("stream read to its end"),
    STREAM_CLOSED_EARLY("stream closed early"),
    STREAM_ABANDONED("stream abandoned"),
    ASYNC("async"),
    ASYNC_CANCELLED("async, cancelled"),
    TYPED_ANSWER("typed answer"),
    TOOL_LOOP("tool loop, after a round with a tool"),
    WITH_RETRY("with retry, after a 503"),
    WITH_FALLBACK("with fallback, after a 503"),
    INTERCEPTOR_ANSWERING("interceptor answering"),
    INTERCEPTOR_THROWING("interceptor throwing after it proceeded"),
    INTERCEPTOR_PROCEEDING_TWICE("interceptor proceeding twice");

    private final String title;
    private final boolean streamed;

    Path(String title) {
      this.title = title;
      this.streamed = title.startsWith("stream");
    }

    String title() {
      return title;
    }
  }

  /** What comes in the way. */
  enum Trouble {
    NONE("success"),
    HTTP_ERROR("HTTP error"),
    CONTENT_FILTER("content filter"),
    ERROR_IN_STREAM("error in stream"),
    CUT("cut"),
    MALFORMED("malformed"),
    TIMEOUT("timeout"),
    CANCEL("client closed"),
    INTERRUPT("interrupt"),
    LISTENER_THROWS("listener throws"),
    EXPORTER_THROWS("exporter throws");

    private final String title;

    Trouble(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private static final class Answering implements ChatInterceptor {
    @Override
    public ChatResponse intercept(Chain chain) {
      return ChatResponse.builder().id("cached").build();
    }
  }

  private static final class Throwing implements ChatInterceptor {
    @Override
    public ChatResponse intercept(Chain chain) {
      ChatResponse unused = chain.proceed(chain.request(), chain.options());
      throw new IllegalStateException("interceptor");
    }
  }

  private static final class Twice implements ChatInterceptor {
    @Override
    public ChatResponse intercept(Chain chain) {
      try {
        ChatResponse unused = chain.proceed(chain.request(), chain.options());
      } catch (LlmException firstFailed) {
        // The second try is what the matrix is about.
      }
      return chain.proceed(chain.request(), chain.options());
    }
  }

  private record Exporter(Trouble trouble) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (trouble == Trouble.EXPORTER_THROWS) {
        throw new IllegalStateException("exporter");
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
