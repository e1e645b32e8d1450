package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only HTTP/2 can do, as it is on the wire. */
@Timeout(10)
class GoAwayTest {
  private final HeldPacer pacer = new HeldPacer();
  private final ScriptedServer server = ScriptedServer.startHttp2(pacer);
  private final AtomicInteger connections = new AtomicInteger();
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
          .retryOnConnectionFailure(false)
          .eventListener(
              new EventListener() {
                @Override
                public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
                  connections.incrementAndGet();
                }
              })
          .build();

  @AfterEach
  void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
    server.close();
  }

  @Test
  void goAwayEndsTheConnectionAndNoCallOfIt() throws Exception {
    server.enqueue(
        Scripted.stream("Hel", "lo").pace(Duration.ofMillis(40)), Scripted.goAway("By", "e"));
    server.otherwise(Scripted.answer("After"));

    try (Response before = open(Caller.STREAM)) {
      pacer.awaitPause();
      assertThat(post(Caller.STREAM)).contains("\"By\"", "\"e\"").endsWith("data: [DONE]\n\n");
      assertThat(connections).hasValue(1);
      assertThat(post(Caller.PLAIN)).contains("\"After\"");
      assertThat(connections).hasValue(2);
      pacer.close();

      assertThat(before.body().string()).contains("\"Hel\"", "\"lo\"").endsWith("[DONE]\n\n");
    }
  }

  @Test
  void wholeAnswerIsWholeBeforeItsGoAway() throws Exception {
    server.enqueue(Scripted.goAway("By", "e").usage(9, 2));

    assertThat(post(Caller.PLAIN)).contains("\"Bye\"", "\"prompt_tokens\": 9");
  }

  @Test
  void cutStreamIsResetAfterItsPieces() throws Exception {
    server.enqueue(Scripted.cutStream("Hel"));

    try (Response response = open(Caller.STREAM)) {
      assertThat(response.body().source().readUtf8LineStrict()).contains("\"role\"");
      assertThat(response.body().source().readUtf8LineStrict()).isEmpty();
      assertThat(response.body().source().readUtf8LineStrict()).contains("\"Hel\"");
      assertThatThrownBy(() -> response.body().string()).hasMessageContaining("stream was reset");
    }
  }

  @Test
  void otherServersDoNotTakeThem() {
    try (ScriptedServer http1 = ScriptedServer.start()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> http1.enqueue(Scripted.answer("a"), Scripted.goAway("b")))
          .withMessageContaining("startHttp2");
      assertThatIllegalArgumentException().isThrownBy(() -> http1.otherwise(Scripted.goAway()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> http1.when(request -> true, Scripted.goAway().usage(1, 1)));
    }
  }

  private String post(String body) throws IOException {
    try (Response response = open(body)) {
      assertThat(response.protocol()).isEqualTo(Protocol.H2_PRIOR_KNOWLEDGE);
      return response.body().string();
    }
  }

  private Response open(String body) throws IOException {
    Request request =
        new Request.Builder()
            .url(server.baseUrl() + "/chat/completions")
            .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8)))
            .build();
    return http.newCall(request).execute();
  }
}
