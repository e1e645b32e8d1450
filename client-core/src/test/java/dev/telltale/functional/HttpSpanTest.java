package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.HttpOptions;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The span that an instrumented OkHttp makes of a request stands below the span of its call. Like
 * OpenTelemetry's instrumentation, the interceptor here takes the current context for the parent.
 */
@Timeout(10)
class HttpSpanTest {
  @StartStop private final MockWebServer server = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private final Tracer tracer = recorded.openTelemetry().getTracer("okhttp");
  private final OkHttpClient http = new OkHttpClient.Builder().addInterceptor(this::traced).build();

  @AfterEach
  void close() {
    http.connectionPool().evictAll();
    recorded.close();
  }

  @Test
  void requestStandsBelowItsCall() {
    answer();

    try (ChatClient client = client()) {
      underOneSpan(() -> client.chat("Porto?"));
    }

    assertNested();
  }

  @Test
  void requestOfAnAsyncCallDoesToo() {
    answer();

    try (ChatClient client = client()) {
      underOneSpan(() -> client.chatAsync("Porto?").join());
    }

    assertNested();
  }

  @Test
  void requestOfAStreamDoesToo() {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(event("text Porto", "finish stop") + event("done"))
            .build());

    try (ChatClient client = client()) {
      underOneSpan(() -> client.stream("Porto?").forEachText(text -> {}));
    }

    assertNested();
  }

  private Response traced(okhttp3.Interceptor.Chain chain) throws IOException {
    Span span = tracer.spanBuilder("POST").setSpanKind(SpanKind.CLIENT).startSpan();
    try {
      return chain.proceed(chain.request());
    } finally {
      span.end();
    }
  }

  @SuppressWarnings("try") // The scope is for its close.
  private void underOneSpan(Runnable call) {
    Span mine = tracer.spanBuilder("mine").startSpan();
    try (Scope current = mine.makeCurrent()) {
      call.run();
    } finally {
      mine.end();
    }
  }

  private void assertNested() {
    List<SpanData> spans = recorded.spans();
    SpanData request = named(spans, "POST");
    SpanData call = named(spans, "chat plain-1");
    SpanData mine = named(spans, "mine");
    assertThat(spans).hasSize(3);
    assertThat(request.getParentSpanId()).isEqualTo(call.getSpanId());
    assertThat(call.getParentSpanId()).isEqualTo(mine.getSpanId());
    assertThat(request.getTraceId()).isEqualTo(mine.getTraceId());
  }

  private static SpanData named(List<SpanData> spans, String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  private ChatClient client() {
    return ClientRig.builder(PlainProvider.at(server.url("/").toString()))
        .http(HttpOptions.builder().client(http).build())
        .telemetry(recorded.telemetry())
        .build();
  }

  private void answer() {
    server.enqueue(new MockResponse.Builder().body("text Porto\nfinish stop\n").build());
  }
}
