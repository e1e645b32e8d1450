package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.AuthenticationException;
import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.LlmException;
import dev.telltale.Telemetry;
import dev.telltale.Tool;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.ContentRedactor;
import dev.telltale.telemetry.CostModel;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import dev.telltale.tools.ToolLoop;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever telemetry throws, the caller gets the answer, or the failure, as without it. */
@Timeout(10)
class ThrowingTelemetryTest {
  private static final CostModel FREE = call -> Cost.unpriced(null, "unknown_model");
  private static final String SECRET = "what the exception says";
  private static final Logger GUARD = Logger.getLogger("dev.telltale.internal.telemetry.Guard");

  @StartStop private final MockWebServer server = new MockWebServer();

  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Handler handler = new KeepingHandler(logged);

  ThrowingTelemetryTest() {
    GUARD.addHandler(handler);
    GUARD.setUseParentHandlers(false);
  }

  @AfterEach
  void silence() {
    GUARD.removeHandler(handler);
    GUARD.setUseParentHandlers(true);
  }

  static Stream<Arguments> points() {
    return Stream.of(
        argumentSet(
            "prices throw", (Object) prices(call -> fail(new IllegalStateException(SECRET)))),
        argumentSet(
            "prices do not link", (Object) prices(call -> fail(new NoClassDefFoundError()))),
        argumentSet(
            "prices overflow the stack",
            (Object) prices(call -> fail(new StackOverflowError(SECRET)))),
        argumentSet(
            "prices do not hold", (Object) prices(call -> fail(new AssertionError(SECRET)))),
        argumentSet("prices are null", (Object) prices(call -> null)),
        argumentSet("request is not described", (Object) describing(Where.REQUEST)),
        argumentSet("answer is not described", (Object) describing(Where.ANSWER)),
        sampler(new IllegalStateException(SECRET)),
        sampler(new NoClassDefFoundError(SECRET)),
        processor(true, new IllegalStateException(SECRET)),
        processor(true, new NoClassDefFoundError(SECRET)),
        processor(false, new IllegalStateException(SECRET)),
        processor(false, new NoClassDefFoundError(SECRET)),
        argumentSet("exporter does not link", (Object) exporting()),
        argumentSet("listener throws", (Object) listening(new IllegalStateException(SECRET))),
        argumentSet("listener does not link", (Object) listening(new NoClassDefFoundError(SECRET))),
        argumentSet(
            "redactor throws",
            (Object) redacting(text -> fail(new IllegalStateException(text)).toString())),
        argumentSet(
            "redactor does not link",
            (Object) redacting(text -> fail(new NoClassDefFoundError(text)).toString())),
        argumentSet("listener overflows", (Object) listening(new StackOverflowError(SECRET))),
        argumentSet(
            "redactor's pattern overflows the stack",
            (Object) redacting(text -> "ab".repeat(50_000).replaceAll("(a|b)*c", text))),
        processor(false, new StackOverflowError(SECRET)),
        sampler(new AssertionError(SECRET)),
        processor(true, new AssertionError(SECRET)),
        processor(false, new AssertionError(SECRET)),
        argumentSet("listener does not hold", (Object) listening(new AssertionError(SECRET))),
        argumentSet(
            "redactor does not hold",
            (Object) redacting(text -> fail(new AssertionError(text)).toString())),
        api(Span.class, "end", new ServiceConfigurationError(SECRET)),
        api(DoubleHistogram.class, "record", new AssertionError(SECRET)),
        api(LogRecordBuilder.class, "emit", new AssertionError(SECRET)),
        argumentSet("redactor returns null", (Object) redacting(text -> null)),
        api(Tracer.class, "spanBuilder", new IllegalStateException(SECRET)),
        api(SpanBuilder.class, "setSpanKind", new IllegalStateException(SECRET)),
        api(SpanBuilder.class, "setAttribute", new IllegalStateException(SECRET)),
        api(SpanBuilder.class, "startSpan", new NoClassDefFoundError(SECRET)),
        api(Span.class, "setAttribute", new IllegalStateException(SECRET)),
        api(Span.class, "isRecording", new IllegalStateException(SECRET)),
        api(Span.class, "getSpanContext", new IllegalStateException(SECRET)),
        api(Span.class, "end", new IllegalStateException(SECRET)),
        api(Span.class, "end", new NoClassDefFoundError(SECRET)),
        api(DoubleHistogram.class, "record", new IllegalStateException(SECRET)),
        api(DoubleHistogram.class, "record", new NoClassDefFoundError(SECRET)),
        api(LongCounter.class, "add", new IllegalStateException(SECRET)),
        api(io.opentelemetry.api.logs.Logger.class, "isEnabled", new IllegalStateException(SECRET)),
        api(
            io.opentelemetry.api.logs.Logger.class,
            "logRecordBuilder",
            new IllegalStateException(SECRET)),
        api(LogRecordBuilder.class, "setEventName", new NoClassDefFoundError(SECRET)),
        api(LogRecordBuilder.class, "emit", new IllegalStateException(SECRET)));
  }

  @ParameterizedTest
  @MethodSource("points")
  void answerArrives(Point point) {
    server.enqueue(
        new MockResponse.Builder().body("model m\ntext Porto\nfinish stop\nusage 3 5\n").build());

    try (ChatClient client = point.client(url())) {
      ChatResponse response = client.chat("Porto?");

      assertThat(response.text()).isEqualTo("Porto");
      assertThat(response.usage().inputTokens()).hasValue(3);
      assertThat(response.report().duration()).isPositive();
      assertThat(response.cost().usd()).isEmpty();
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("points")
  void asyncAnswerArrives(Point point) {
    server.enqueue(
        new MockResponse.Builder().body("model m\ntext Porto\nfinish stop\nusage 3 5\n").build());

    try (ChatClient client = point.client(url())) {
      assertThat(client.chatAsync("Porto?").join().text()).isEqualTo("Porto");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("points")
  void streamArrives(Point point) {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(event("text Po") + event("text rto", "finish stop") + event("done"))
            .build());

    try (ChatClient client = point.client(url())) {
      ChatResponse response = client.stream("Porto?").forEachText(text -> {});

      assertThat(response.text()).isEqualTo("Porto");
      assertThat(response.report().chunks()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("points")
  void failureStaysItself(Point point) {
    server.enqueue(new MockResponse.Builder().code(401).build());

    try (ChatClient client = point.client(url())) {
      Throwable failure = catchThrowable(() -> client.chat("Porto?"));

      assertThat(failure)
          .isExactlyInstanceOf(AuthenticationException.class)
          .hasNoSuppressedExceptions();
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("points")
  void firstFailureIsLoggedByClassOnly(Point point) {
    String body = "model m\ntext Porto\nfinish stop\n";
    server.enqueue(new MockResponse.Builder().body(body).build());
    server.enqueue(new MockResponse.Builder().body(body).build());

    try (ChatClient client = point.client(url())) {
      client.chat("Porto?");
      client.chat("Porto?");
    }

    assertThat(logged).hasSize(1).noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void brokenPartCostsNoOtherPart() {
    server.enqueue(
        new MockResponse.Builder().body("model m\ntext Porto\nfinish stop\nusage 3 5\n").build());
    try (RecordedTelemetry recorded = RecordedTelemetry.create()) {
      PlainProvider provider =
          PlainProvider.at(url()).describingAnswers(a -> fail(new IllegalStateException(SECRET)));
      Telemetry telemetry =
          Telemetry.builder()
              .openTelemetry(recorded.openTelemetry())
              .costModel(call -> fail(new IllegalStateException(SECRET)))
              .build();

      try (ChatClient client = ChatClient.builder(provider).telemetry(telemetry).build()) {
        client.chat("Porto?");
      }

      assertThat(recorded.span().getAttributes().get(GenAi.RESPONSE_MODEL)).isEqualTo("m");
      assertThat(recorded.span().getAttributes().get(GenAi.COST_REASONS))
          .containsExactly("internal_error");
      assertThat(recorded.histogram(GenAi.OPERATION_DURATION)).hasSize(1);
      assertThat(recorded.histogram(GenAi.TOKEN_USAGE)).hasSize(2);
    }
  }

  @Test
  void dyingMachinePassesButCostsNoRecord() {
    server.enqueue(new MockResponse.Builder().body("text Porto\nusage 3 5\n").build());
    try (RecordedTelemetry recorded = RecordedTelemetry.create()) {
      Telemetry telemetry =
          Telemetry.builder()
              .openTelemetry(recorded.openTelemetry())
              .costModel(call -> fail(new OutOfMemoryError()))
              .build();

      try (ChatClient client =
          ChatClient.builder(PlainProvider.at(url())).telemetry(telemetry).build()) {
        assertThat(catchThrowable(() -> client.chat("Porto?")))
            .isInstanceOf(OutOfMemoryError.class);
      }

      assertThat(recorded.span().getAttributes().get(GenAi.USAGE_INPUT_TOKENS)).isEqualTo(3);
      assertThat(recorded.histogram(GenAi.OPERATION_DURATION)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"setAttribute", "setStatus", "isRecording"})
  void toolLoopEndsItsSpansAndItsToolsAreCounted(String method) {
    record Said(String name) {}
    server.enqueue(
        new MockResponse.Builder().body("call 1 echo {\"name\":\"P\"}\nfinish tools\n").build());
    server.enqueue(new MockResponse.Builder().code(400).build());
    try (RecordedTelemetry recorded = RecordedTelemetry.create()) {
      OpenTelemetry failing =
          FailingApi.of(
              recorded.openTelemetry(), Span.class, method, new IllegalStateException(SECRET));
      TelemetryOptions capturing =
          TelemetryOptions.builder().contentCapture(ContentCapture.BOTH).build();
      Tool fails =
          Tool.of(
              "echo",
              "Fails",
              Said.class,
              said -> {
                throw new IllegalArgumentException(said.name());
              });

      try (ChatClient client =
          client(PlainProvider.at(url()), telemetry(failing).options(capturing).build())) {
        assertThat(catchThrowable(() -> ToolLoop.of(client, List.of(fails)).run("Porto?")))
            .isInstanceOf(LlmException.class);
      }

      assertThat(recorded.spans()).hasSize(recorded.started()).hasSize(4);
      assertThat(recorded.histogram(GenAi.EXECUTE_TOOL_DURATION)).hasSize(1);
    }
  }

  private String url() {
    return "http://localhost:" + server.getPort();
  }

  private static Point prices(CostModel prices) {
    return url -> client(PlainProvider.at(url), RecordedTelemetry.create().openTelemetry(), prices);
  }

  private static Point listening(Throwable broken) {
    return url ->
        client(
            PlainProvider.at(url),
            telemetry(RecordedTelemetry.create().openTelemetry())
                .listener(ended -> sneak(broken))
                .build());
  }

  private static Point redacting(ContentRedactor redactor) {
    TelemetryOptions capturing =
        TelemetryOptions.builder().contentCapture(ContentCapture.BOTH).redactor(redactor).build();
    return url ->
        client(
            PlainProvider.at(url),
            telemetry(RecordedTelemetry.create().openTelemetry()).options(capturing).build());
  }

  private static Point describing(Where where) {
    return url -> {
      PlainProvider plain = PlainProvider.at(url);
      RuntimeException broken = new IllegalStateException(SECRET);
      return client(
          where == Where.REQUEST
              ? plain.describingRequests(attributes -> fail(broken))
              : plain.describingAnswers(attributes -> fail(broken)),
          RecordedTelemetry.create().openTelemetry(),
          FREE);
    };
  }

  private static Arguments sampler(Throwable broken) {
    Sampler sampler =
        new Sampler() {
          @Override
          public SamplingResult shouldSample(
              Context parent,
              String traceId,
              String name,
              SpanKind kind,
              Attributes attributes,
              List<LinkData> links) {
            throw ThrowingTelemetryTest.<RuntimeException>sneaked(broken);
          }

          @Override
          public String getDescription() {
            return "throws";
          }
        };
    Point point = url -> described(url, RecordedTelemetry.with(sampler).openTelemetry());
    return argumentSet("sampler: " + broken.getClass().getSimpleName(), point);
  }

  private static Arguments processor(boolean start, Throwable broken) {
    Point point =
        url ->
            described(url, RecordedTelemetry.with(new BadProcessor(start, broken)).openTelemetry());
    String when = start ? "processor at start: " : "processor at end: ";
    return argumentSet(when + broken.getClass().getSimpleName(), point);
  }

  private static Point exporting() {
    SpanExporter exporter =
        new SpanExporter() {
          @Override
          public CompletableResultCode export(Collection<SpanData> spans) {
            throw new NoClassDefFoundError(SECRET);
          }

          @Override
          public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
          }

          @Override
          public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
          }
        };
    return url ->
        described(
            url, RecordedTelemetry.with(SimpleSpanProcessor.create(exporter)).openTelemetry());
  }

  private static Arguments api(Class<?> type, String method, Throwable broken) {
    Point point =
        url ->
            described(
                url,
                FailingApi.of(RecordedTelemetry.create().openTelemetry(), type, method, broken));
    return argumentSet(
        type.getSimpleName() + "." + method + ": " + broken.getClass().getSimpleName(), point);
  }

  /** A client with every signal there is. */
  private static ChatClient described(String url, OpenTelemetry otel) {
    TelemetryOptions options = TelemetryOptions.builder().detailsEvent().build();
    return client(
        PlainProvider.at(url),
        telemetry(otel).costModel(FREE).options(options).listener(ended -> {}).build());
  }

  private static ChatClient client(PlainProvider provider, OpenTelemetry otel, CostModel prices) {
    return client(provider, telemetry(otel).costModel(prices).build());
  }

  private static ChatClient client(PlainProvider provider, Telemetry telemetry) {
    return ChatClient.builder(provider).telemetry(telemetry).build();
  }

  private static Telemetry.Builder telemetry(OpenTelemetry otel) {
    return Telemetry.builder().openTelemetry(otel);
  }

  private static Cost fail(RuntimeException broken) {
    throw broken;
  }

  private static Cost fail(Error broken) {
    throw broken;
  }

  private static void sneak(Throwable broken) {
    throw ThrowingTelemetryTest.<RuntimeException>sneaked(broken);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T sneaked(Throwable broken) throws T {
    throw (T) broken;
  }

  private enum Where {
    REQUEST,
    ANSWER
  }

  /** A client with something broken in its telemetry. */
  @FunctionalInterface
  interface Point {
    ChatClient client(String url);
  }

  private record BadProcessor(boolean isStartRequired, Throwable broken) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      sneak(broken);
    }

    @Override
    public void onEnd(ReadableSpan span) {
      sneak(broken);
    }

    @Override
    public boolean isEndRequired() {
      return !isStartRequired;
    }
  }

  private static final class KeepingHandler extends Handler {
    private final List<String> logged;

    KeepingHandler(List<String> logged) {
      this.logged = logged;
    }

    @Override
    public void publish(LogRecord record) {
      logged.add(record.getMessage() + Map.of("parameters", List.of(record.getParameters())));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
