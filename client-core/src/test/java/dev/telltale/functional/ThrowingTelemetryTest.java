package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.AuthenticationException;
import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.Telemetry;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.CostModel;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
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
        argumentSet("prices are null", (Object) prices(call -> null)),
        argumentSet("request is not described", (Object) describing(Where.REQUEST)),
        argumentSet("answer is not described", (Object) describing(Where.ANSWER)),
        argumentSet(
            "sampler throws", (Object) point(() -> RecordedTelemetry.with(failing(Sampler.class)))),
        argumentSet(
            "processor throws at start",
            (Object) point(() -> RecordedTelemetry.with(new BadProcessor(true)))),
        argumentSet(
            "processor throws at end",
            (Object) point(() -> RecordedTelemetry.with(new BadProcessor(false)))),
        argumentSet("tracer throws", (Object) broken("getTracer")),
        argumentSet("metrics throw", (Object) broken("getMeter")),
        argumentSet("listener throws", (Object) listening(new IllegalStateException(SECRET))),
        argumentSet("redactor throws", (Object) redacting()));
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
  void errorOfPricesPassesButEndsTheSpan() {
    server.enqueue(new MockResponse.Builder().body("text Porto\n").build());
    try (RecordedTelemetry recorded = RecordedTelemetry.create()) {
      Telemetry telemetry =
          Telemetry.builder()
              .openTelemetry(recorded.openTelemetry())
              .costModel(call -> fail(new StackOverflowError()))
              .build();

      try (ChatClient client =
          ChatClient.builder(PlainProvider.at(url())).telemetry(telemetry).build()) {
        assertThat(catchThrowable(() -> client.chat("Porto?")))
            .isInstanceOf(StackOverflowError.class);
      }

      assertThat(recorded.spans()).hasSize(1);
    }
  }

  private String url() {
    return "http://localhost:" + server.getPort();
  }

  private static Point prices(CostModel prices) {
    return url -> client(PlainProvider.at(url), RecordedTelemetry.create().openTelemetry(), prices);
  }

  private static Point listening(RuntimeException broken) {
    return url ->
        client(
            PlainProvider.at(url),
            telemetry(RecordedTelemetry.create().openTelemetry())
                .listener(ended -> fail(broken))
                .build());
  }

  private static Point redacting() {
    TelemetryOptions capturing =
        TelemetryOptions.builder()
            .contentCapture(ContentCapture.BOTH)
            .redactor(text -> fail(new IllegalStateException(text)).toString())
            .build();
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

  private static Point point(Supplier<RecordedTelemetry> recorded) {
    return url -> client(PlainProvider.at(url), recorded.get().openTelemetry(), FREE);
  }

  /** An OpenTelemetry that is whole but for what one of its methods returns. */
  private static Point broken(String method) {
    OpenTelemetry whole = RecordedTelemetry.create().openTelemetry();
    OpenTelemetry broken =
        (OpenTelemetry)
            Proxy.newProxyInstance(
                OpenTelemetry.class.getClassLoader(),
                new Class<?>[] {OpenTelemetry.class},
                (proxy, called, args) ->
                    called.getName().equals(method)
                        ? failing(called.getReturnType())
                        : called.invoke(whole, args));
    return url -> client(PlainProvider.at(url), broken, FREE);
  }

  /** Builds whatever it is asked to build, and throws once that is used. */
  private static <T> T failing(Class<T> type) {
    Set<String> uses = Set.of("record", "add", "spanBuilder", "shouldSample");
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, args) -> {
              if (uses.contains(called.getName())) {
                throw new IllegalStateException(SECRET);
              }
              Class<?> result = called.getReturnType();
              return result.isInterface() ? failing(result) : SECRET;
            }));
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

  private enum Where {
    REQUEST,
    ANSWER
  }

  /** A client with something broken in its telemetry. */
  @FunctionalInterface
  interface Point {
    ChatClient client(String url);
  }

  private record BadProcessor(boolean isStartRequired) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      throw new IllegalStateException(SECRET);
    }

    @Override
    public void onEnd(ReadableSpan span) {
      throw new IllegalStateException(SECRET);
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
