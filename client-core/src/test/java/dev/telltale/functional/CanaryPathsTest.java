package dev.telltale.functional;

import static dev.telltale.functional.CanaryTest.ANSWER;
import static dev.telltale.functional.CanaryTest.PROMPT;
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
import dev.telltale.StreamEvent;
import dev.telltale.Telemetry;
import dev.telltale.Tool;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.ToolLoopStream;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect.ShutdownConnection;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** On every way to make a call: the key nowhere, what was said only where it was asked for. */
@Timeout(20)
class CanaryPathsTest {
  private static final Set<String> CONTENT =
      Set.of(
          GenAi.INPUT_MESSAGES,
          GenAi.OUTPUT_MESSAGES,
          GenAi.SYSTEM_INSTRUCTIONS,
          GenAi.TOOL_DEFINITIONS,
          "gen_ai.tool.call.arguments",
          "gen_ai.tool.call.result");
  private static final ChatRequest REQUEST =
      ChatRequest.builder().instructions(PROMPT).user(PROMPT).build();
  private static final Tool ECHO = Tool.of("echo", "Says it again", Said.class, Said::name);
  private static final String WHOLE = "model m\ntext " + ANSWER + "\nfinish stop\nusage 3 5\n";
  private static final String CALL = "call 1 echo {\"name\":\"" + ANSWER + "\"}";

  @StartStop private final MockWebServer server = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private final CanaryScan scan = new CanaryScan();

  @AfterEach
  void restore() {
    scan.close();
    recorded.close();
  }

  static Stream<Arguments> keysAndCaptures() {
    Stream<Arguments> keys =
        CanaryTest.KEYS.stream().map(key -> Arguments.of(key, ContentCapture.BOTH));
    Stream<Arguments> captures =
        Stream.of(ContentCapture.NONE, ContentCapture.SPAN, ContentCapture.EVENT)
            .map(capture -> Arguments.of(CanaryTest.KEYS.get(0), capture));
    return Stream.concat(keys, captures);
  }

  @ParameterizedTest
  @MethodSource("keysAndCaptures")
  void secretsStandOnlyWhereTheyWereAskedFor(String key, ContentCapture capture) {
    Telemetry telemetry =
        Telemetry.builder()
            .openTelemetry(recorded.openTelemetry())
            .options(TelemetryOptions.builder().contentCapture(capture).detailsEvent().build())
            .listener(ended -> scan.see(ended, ended.options(), ended.report()))
            .build();
    scan.see(telemetry.selfCheck());

    for (Path path : Path.values()) {
      call(path, key, telemetry);
    }
    scan.seeThreads();
    scan.see(recorded.metrics());

    List<String> spans = texts(recorded.spans().stream().map(SpanData::getAttributes));
    List<String> events = texts(recorded.events().stream().map(LogRecordData::getAttributes));
    recorded.spans().forEach(this::seeBesideContent);
    recorded.events().forEach(this::seeBesideContent);
    CanaryScan.assertAbsent(key, scan.text() + spans + events);
    assertThat(recorded.spans()).hasSizeGreaterThan(Path.values().length);
    assertThat(recorded.events(GenAi.DETAILS_EVENT)).hasSizeGreaterThan(Path.values().length);
    for (String said : List.of(PROMPT, ANSWER)) {
      CanaryScan.assertAbsent(said, scan.text());
      assertThat(spans.toString().contains(said)).as("on spans").isEqualTo(capture.onSpan());
      assertThat(events.toString().contains(said)).as("on events").isEqualTo(capture.onEvent());
    }
  }

  /** The attributes that are for content, as text. */
  private static List<String> texts(Stream<Attributes> all) {
    List<String> texts = new ArrayList<>();
    all.forEach(
        attributes ->
            attributes.forEach(
                (name, value) -> {
                  if (CONTENT.contains(name.getKey())) {
                    texts.add(name + " " + value);
                  }
                }));
    return texts;
  }

  private void seeBesideContent(SpanData span) {
    scan.see(span.getName(), span.getStatus(), span.getResource(), span.getLinks());
    seeBesideContent(span.getAttributes());
    span.getEvents().forEach(event -> scan.see(event.getName(), event.getAttributes()));
  }

  private void seeBesideContent(LogRecordData event) {
    scan.see(event.getEventName(), event.getBodyValue(), event.getSeverityText());
    seeBesideContent(event.getAttributes());
  }

  private void seeBesideContent(Attributes attributes) {
    attributes.forEach(
        (name, value) -> {
          if (!CONTENT.contains(name.getKey())) {
            scan.see(name, value);
          }
        });
  }

  private void call(Path path, String key, Telemetry telemetry) {
    PlainProvider provider =
        PlainProvider.at("http://localhost:" + server.getPort())
            .withQuery("api-key", key)
            .withKey(key);
    ChatClient.Builder builder =
        ChatClient.builder(provider)
            .telemetry(telemetry)
            .retry(
                RetryPolicy.builder()
                    .maxRetries(path == Path.RETRY ? 1 : 0)
                    .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
                    .build());
    if (path == Path.FALLBACK) {
      builder.fallback(provider, "plain-2");
    }
    if (path == Path.INTERCEPTOR) {
      builder.interceptor(new Seeing());
    }
    script(path, key);
    CallOptions options = CallOptions.builder().header("x-extra-key", key).build();
    try (ChatClient client = builder.build()) {
      make(path, client, options);
    } catch (LlmException failure) {
      scan.see(failure);
    } catch (CompletionException failure) {
      scan.see(failure, failure.getCause());
    }
  }

  private void script(Path path, String key) {
    String echo = key + " " + PROMPT + " " + ANSWER;
    String first = event("model m", "text " + ANSWER);
    switch (path) {
      case RETRY, FALLBACK -> {
        server.enqueue(new MockResponse.Builder().code(503).body(echo).build());
        server.enqueue(new MockResponse.Builder().body(WHOLE).build());
      }
      case TYPED ->
          server.enqueue(
              new MockResponse.Builder()
                  .body("model m\ntext {\"name\":\"" + ANSWER + "\"}\nfinish stop\n")
                  .build());
      case TOOL_LOOP -> {
        server.enqueue(
            new MockResponse.Builder().body("model m\n" + CALL + "\nfinish tools\n").build());
        server.enqueue(new MockResponse.Builder().body(WHOLE).build());
      }
      case TOOL_LOOP_STREAM -> {
        server.enqueue(events(event("model m", CALL, "finish tools") + event("done")));
        server.enqueue(events(first + event("finish stop") + event("done")));
      }
      case STREAM, STREAM_ASYNC, PUBLISHER ->
          server.enqueue(events(first + event("finish stop") + event("done")));
      case REFUSED, REFUSED_ASYNC ->
          server.enqueue(
              new MockResponse.Builder().code(400).addHeader("x-echo", key).body(echo).build());
      case BROKEN_STREAM -> server.enqueue(events(first + event("error " + echo)));
      case CUT_STREAM ->
          server.enqueue(
              events(first.repeat(20))
                  .newBuilder()
                  .onResponseBody(ShutdownConnection.INSTANCE)
                  .build());
      default -> server.enqueue(new MockResponse.Builder().body(WHOLE).build());
    }
  }

  private void make(Path path, ChatClient client, CallOptions options) {
    switch (path) {
      case STREAM, BROKEN_STREAM, CUT_STREAM -> {
        try (ChatStream stream = client.stream(REQUEST, options)) {
          stream.forEach(scan::see);
          scan.see(stream.response());
        }
      }
      case ASYNC, REFUSED_ASYNC -> scan.see(client.chatAsync(REQUEST, options).join());
      case STREAM_ASYNC -> scan.see(client.streamAsync(REQUEST, options, scan::see).join());
      case PUBLISHER -> read(client.streamPublisher(REQUEST, options));
      case TYPED -> scan.see(client.answering(Said.class).chat(REQUEST, options));
      case TOOL_LOOP -> scan.see(ToolLoop.of(client, List.of(ECHO)).run(REQUEST, options));
      case TOOL_LOOP_STREAM -> {
        try (ToolLoopStream stream = ToolLoop.of(client, List.of(ECHO)).stream(REQUEST, options)) {
          stream.forEach(scan::see);
        }
      }
      case DERIVED -> {
        try (ChatClient derived = client.with(options)) {
          scan.see(derived, derived.chat(REQUEST));
        }
      }
      default -> scan.see(client, options, client.chat(REQUEST, options));
    }
  }

  private void read(Flow.Publisher<StreamEvent> publisher) {
    CountDownLatch ended = new CountDownLatch(1);
    publisher.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(StreamEvent event) {
            scan.see(event);
          }

          @Override
          public void onError(Throwable failure) {
            scan.see(failure);
            ended.countDown();
          }

          @Override
          public void onComplete() {
            ended.countDown();
          }
        });
    try {
      ended.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static MockResponse events(String body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream")
        .chunkedBody(body, 100)
        .build();
  }

  record Said(String name) {
    @Override
    public String toString() {
      return "Said";
    }
  }

  private enum Path {
    WHOLE,
    STREAM,
    ASYNC,
    STREAM_ASYNC,
    PUBLISHER,
    TYPED,
    TOOL_LOOP,
    TOOL_LOOP_STREAM,
    DERIVED,
    INTERCEPTOR,
    RETRY,
    FALLBACK,
    REFUSED,
    REFUSED_ASYNC,
    BROKEN_STREAM,
    CUT_STREAM
  }

  private final class Seeing implements ChatInterceptor {
    @Override
    public ChatResponse intercept(Chain chain) {
      scan.see(chain, chain.request(), chain.options());
      return chain.proceed(chain.request(), chain.options());
    }
  }
}
