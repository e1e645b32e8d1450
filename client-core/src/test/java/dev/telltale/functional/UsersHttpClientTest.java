package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.CallCancelledException;
import dev.telltale.CallTimer;
import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.HttpOptions;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.Call;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The safe defaults hold on a client that has everything else switched on. */
@Timeout(10)
final class UsersHttpClientTest {
  @RegisterExtension final ClientRig rig = new ClientRig();

  @StartStop private final MockWebServer server = new MockWebServer();

  private final OkHttpClient.Builder users =
      new OkHttpClient.Builder()
          .followRedirects(true)
          .followSslRedirects(true)
          .retryOnConnectionFailure(true);

  private final AtomicInteger listened = new AtomicInteger();

  @AfterEach
  void release() {
    users.build().connectionPool().evictAll();
  }

  @ParameterizedTest
  @MethodSource("temptations")
  void nothingIsSentAgain(MockResponse temptation) {
    server.enqueue(temptation);
    server.enqueue(answer());
    users.authenticator((route, refused) -> refused.request().newBuilder().build());

    LlmException failure = rig.failureOf(() -> client().chat(ClientRig.PROMPT));

    assertThat(failure.report().attempts()).hasSize(1);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  /** Has look-ups wait for the latch that is returned. */
  private CountDownLatch hangingLookUp(CountDownLatch asked) {
    CountDownLatch released = new CountDownLatch(1);
    users.dns(
        host -> {
          asked.countDown();
          while (released.getCount() > 0) {
            LockSupport.parkNanos(this, 1_000_000);
          }
          throw new UnknownHostException(host);
        });
    return released;
  }

  static Stream<Arguments> temptations() {
    return Stream.of(
        argumentSet("redirect", status(307).addHeader("Location", "/elsewhere").build()),
        argumentSet("authenticator", status(401).build()),
        argumentSet("request timeout", status(408).build()),
        argumentSet("unavailable", status(503).addHeader("Retry-After", "0").build()),
        argumentSet(
            "broken connection",
            new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket(true, false, false))
                .build()));
  }

  @Test
  void hangingLookUpIsBoundedByTheConnectTimeout() {
    CountDownLatch released = hangingLookUp(new CountDownLatch(1));
    ChatClient client =
        rig.client(
            ClientRig.builder(PlainProvider.at("https://host.example/"))
                .http(HttpOptions.builder().client(users.build()).build())
                .connectTimeout(Duration.ofMillis(100))
                .retry(RetryPolicy.none()));

    LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

    assertThat(failure.timer()).isEqualTo(CallTimer.CONNECT);
    released.countDown();
  }

  @Test
  void lookUpIsLeftWhenTheCallIsCancelledOrInterrupted() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch released = hangingLookUp(asked);
    ChatClient client =
        rig.client(
            ClientRig.builder(PlainProvider.at("https://host.example/"))
                .http(HttpOptions.builder().client(users.build()).build()));
    AtomicReference<@Nullable LlmException> interrupted = new AtomicReference<>();
    Thread caller =
        new Thread(() -> interrupted.set(rig.failureOf(() -> client.chat(ClientRig.PROMPT))));
    caller.start();
    CompletableFuture<ChatResponse> other = client.chatAsync(ClientRig.PROMPT);
    asked.await();

    caller.interrupt();
    caller.join();
    client.close();

    assertThat(interrupted.get())
        .isNotNull()
        .extracting(LlmException::kind)
        .isEqualTo(ErrorKind.CANCELLED);
    assertThat(catchThrowableOfType(CompletionException.class, other::join))
        .hasCauseInstanceOf(CallCancelledException.class);
    released.countDown();
  }

  @Test
  void slowInterceptorsDoNotCountAsConnecting() {
    server.enqueue(answer());
    users.addInterceptor(slow()).addNetworkInterceptor(slow());
    ChatClient client =
        rig.client(
            builder(users.build())
                .connectTimeout(Duration.ofMillis(100))
                .retry(RetryPolicy.none()));

    assertThat(client.chat(ClientRig.PROMPT).text()).isEqualTo("Porto");
  }

  @Test
  void interceptorCannotSendAgain() {
    server.enqueue(status(500).build());
    server.enqueue(answer());
    users.addInterceptor(
        chain -> {
          chain.proceed(chain.request()).close();
          return chain.proceed(chain.request());
        });

    LlmException failure = rig.failureOf(() -> client().chat(ClientRig.PROMPT));

    assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION);
    assertThat(bodiesSent()).isEqualTo(1);
  }

  @Test
  void interceptorThatHidesTheMarkCannotEither() {
    server.enqueue(status(503).addHeader("Retry-After", "0").build());
    server.enqueue(answer());
    users.addInterceptor(
        chain -> {
          RequestBody body = chain.request().body();
          assertThat(body).isNotNull();
          return chain.proceed(chain.request().newBuilder().post(new Repeatable(body)).build());
        });

    LlmException failure = rig.failureOf(() -> client().chat(ClientRig.PROMPT));

    assertThat(failure.report().attempts()).hasSize(1);
    assertThat(bodiesSent()).isEqualTo(1);
  }

  @Test
  void timeoutsOfTheirsEndNoCall() {
    server.enqueue(answer().newBuilder().headersDelay(300, TimeUnit.MILLISECONDS).build());
    users.callTimeout(Duration.ofMillis(50)).readTimeout(Duration.ofMillis(50));

    assertThat(client().chat(ClientRig.PROMPT).text()).isEqualTo("Porto");
  }

  @Test
  void cookiesAreNeitherKeptNorSent() throws InterruptedException {
    server.enqueue(answer().newBuilder().addHeader("Set-Cookie", "session=abc").build());
    users.cookieJar(new OneCookie());

    client().chat(ClientRig.PROMPT);

    assertThat(server.takeRequest().getHeaders().get("Cookie")).isNull();
  }

  @Test
  void interceptorsAndListenersOfTheirsWork() throws InterruptedException {
    server.enqueue(answer());
    users
        .addInterceptor(
            chain -> chain.proceed(chain.request().newBuilder().header("X-Mesh", "on").build()))
        .eventListener(
            new EventListener() {
              @Override
              public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
                listened.incrementAndGet();
              }
            });

    client().chat(ClientRig.PROMPT);

    assertThat(server.takeRequest().getHeaders().get("X-Mesh")).isEqualTo("on");
    assertThat(listened).hasValue(1);
  }

  @Test
  void poolIsSharedAndStaysOpen() {
    server.enqueue(answer());
    OkHttpClient theirs = users.build();
    ChatClient client = rig.client(builder(theirs));

    client.chat(ClientRig.PROMPT);
    client.close();

    assertThat(theirs.connectionPool().idleConnectionCount()).isEqualTo(1);
    theirs.connectionPool().evictAll();
  }

  private static Interceptor slow() {
    return chain -> {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      return chain.proceed(chain.request());
    };
  }

  private ChatClient client() {
    return rig.client(builder(users.build()));
  }

  private ChatClient.Builder builder(OkHttpClient theirs) {
    return ClientRig.builder(PlainProvider.at(server.url("/").toString()).withKey(ClientRig.KEY))
        .http(HttpOptions.builder().client(theirs).build());
  }

  private long bodiesSent() {
    long bodies = 0;
    for (int i = server.getRequestCount(); i > 0; i--) {
      try {
        RecordedRequest request = server.takeRequest();
        bodies += request.getBody() != null && request.getBody().size() > 0 ? 1 : 0;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return bodies;
  }

  private static MockResponse.Builder status(int status) {
    return new MockResponse.Builder().code(status).body("no");
  }

  private static MockResponse answer() {
    return new MockResponse.Builder().body("text Porto\nfinish stop").build();
  }

  /** A body that says it may be sent again. */
  private static final class Repeatable extends RequestBody {
    private final RequestBody body;

    Repeatable(RequestBody body) {
      this.body = body;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      body.writeTo(sink);
    }
  }

  private static final class OneCookie implements CookieJar {
    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
      throw new AssertionError("A cookie was kept");
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
      return List.of(new Cookie.Builder().name("a").value("b").domain(url.host()).build());
    }
  }
}
