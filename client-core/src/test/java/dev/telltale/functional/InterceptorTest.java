package dev.telltale.functional;

import static dev.telltale.functional.Interceptors.cached;
import static dev.telltale.functional.Interceptors.noting;
import static dev.telltale.functional.Interceptors.whole;
import static dev.telltale.functional.Interceptors.with;
import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.telltale.CallReport;
import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What interceptors can do to a call, and that they cannot lose or double its spans. */
@Timeout(10)
final class InterceptorTest {
  private static final String STREAM =
      event("text Por") + event("text to") + event("finish stop") + event("done");

  @RegisterExtension final ClientRig rig = new ClientRig();

  @StartStop private final MockWebServer server = new MockWebServer();

  @Test
  void addsAHeader() throws InterruptedException {
    answer("text Porto\nfinish stop");
    ChatInterceptor team =
        whole(chain -> chain.proceed(chain.request(), with(chain.options(), "X-Team", "maps")));

    client(builder -> builder.interceptor(team)).chat(ClientRig.PROMPT);

    assertThat(server.takeRequest().getHeaders().get("X-Team")).isEqualTo("maps");
  }

  @Test
  void changesTheRequest() throws InterruptedException {
    answer("text Porto\nfinish stop");
    ChatInterceptor polite =
        whole(chain -> chain.proceed(ChatRequest.of("Please: where?"), chain.options()));

    client(builder -> builder.interceptor(polite)).chat("Where?");

    assertThat(server.takeRequest().getBody().utf8()).isEqualTo("Please: where?");
  }

  @Test
  void changesRequestsOfBothForms() throws InterruptedException {
    answer("text Porto\nfinish stop");
    stream(STREAM);
    ChatInterceptor polite =
        ChatInterceptor.changing(
            request -> ChatRequest.of("Please: " + request.messages().get(0).text()));
    ChatClient client = client(builder -> builder.interceptor(polite));

    client.chat("Where?");
    try (ChatStream stream = client.stream("When?")) {
      stream.forEachText(text -> {});
    }

    assertThat(server.takeRequest().getBody().utf8()).isEqualTo("Please: Where?");
    assertThat(server.takeRequest().getBody().utf8()).isEqualTo("Please: When?");
  }

  @Test
  void answersFromACacheWithoutASpan() {
    answer("text Porto\nfinish stop");
    Map<ChatRequest, ChatResponse> cache = new ConcurrentHashMap<>();
    ChatInterceptor caching =
        whole(
            chain ->
                cache.computeIfAbsent(
                    chain.request(), request -> chain.proceed(request, chain.options())));
    ChatClient client = client(builder -> builder.interceptor(caching));
    ChatRequest request = ChatRequest.of(ClientRig.PROMPT);

    ChatResponse asked = client.chat(request);
    ChatResponse cached = client.chat(request);

    assertThat(cached.text()).isEqualTo(asked.text());
    assertThat(asked.report().attempts()).hasSize(1);
    assertThat(cached.report().attempts()).isEmpty();
    assertThat(cached.report().candidates()).isEmpty();
    assertThat(rig.spans()).hasSize(1);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void logsAnAnswerWithItsReport() {
    answer("text Porto\nfinish stop");
    List<CallReport> log = new ArrayList<>();
    ChatInterceptor logging =
        whole(
            chain -> {
              ChatResponse response = chain.proceed(chain.request(), chain.options());
              log.add(response.report());
              return response;
            });

    client(builder -> builder.interceptor(logging)).chat(ClientRig.PROMPT);

    assertThat(log).hasSize(1);
    assertThat(log.get(0).attempts()).hasSize(1);
  }

  @Test
  void seesEachAttempt() throws InterruptedException {
    server.enqueue(new MockResponse.Builder().code(503).build());
    answer("text Porto\nfinish stop");
    ChatInterceptor numbering =
        whole(
            chain -> {
              CallReport.@Nullable Attempt attempt = chain.attempt();
              assertThat(attempt).isNotNull();
              String number = Integer.toString(attempt.number());
              return chain.proceed(
                  ChatRequest.of("Attempt " + number), with(chain.options(), "X-Try", number));
            });

    client(builder -> builder.attemptInterceptor(numbering).retry(quick())).chat("Where?");

    for (String number : List.of("1", "2")) {
      var sent = server.takeRequest();
      assertThat(sent.getHeaders().get("X-Try")).isEqualTo(number);
      assertThat(sent.getBody().utf8()).isEqualTo("Attempt " + number);
    }
    assertThat(rig.spans()).hasSize(1);
  }

  @Test
  void callHasNoAttemptAboveTheRetries() {
    answer("finish stop");
    List<Optional<CallReport.Attempt>> seen = new ArrayList<>();
    ChatInterceptor looking =
        whole(
            chain -> {
              seen.add(Optional.ofNullable(chain.attempt()));
              return chain.proceed(chain.request(), chain.options());
            });

    client(builder -> builder.interceptor(looking)).chat(ClientRig.PROMPT);

    assertThat(seen).containsExactly(Optional.empty());
  }

  @Test
  void firstAddedIsOutermost() {
    answer("finish stop");
    List<String> order = new ArrayList<>();

    client(
            builder ->
                builder
                    .attemptInterceptor(noting("3", order))
                    .interceptor(noting("1", order))
                    .attemptInterceptor(noting("4", order))
                    .interceptor(noting("2", order)))
        .chat(ClientRig.PROMPT);

    assertThat(order).containsExactly("1", "2", "3", "4", "-4", "-3", "-2", "-1");
  }

  @Test
  void proceedingTwiceIsTwoInferences() {
    answer("text Lisbon\nfinish stop");
    answer("text Porto\nfinish stop");
    ChatInterceptor insisting =
        whole(
            chain -> {
              assertThat(chain.proceed(chain.request(), chain.options()).text()).isNotEmpty();
              return chain.proceed(chain.request(), chain.options());
            });

    ChatResponse response =
        client(builder -> builder.interceptor(insisting)).chat(ClientRig.PROMPT);

    assertThat(response.text()).isEqualTo("Porto");
    assertThat(response.report().attempts()).hasSize(2);
    assertThat(rig.spans()).hasSize(2);
  }

  @Test
  void failureMayBeAnsweredByTheInterceptor() {
    server.enqueue(new MockResponse.Builder().code(500).build());
    ChatInterceptor mending =
        whole(
            chain -> {
              try {
                return chain.proceed(chain.request(), chain.options());
              } catch (LlmException failure) {
                return ChatResponse.builder().id("canned").build();
              }
            });

    ChatResponse response = client(builder -> builder.interceptor(mending)).chat(ClientRig.PROMPT);

    assertThat(response.id()).isEqualTo("canned");
    assertThat(rig.spans()).hasSize(1);
    assertThat(rig.spans().get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void whatItThrowsTheCallerIsThrown() {
    answer("finish stop");
    ChatInterceptor before =
        whole(
            chain -> {
              throw new UnsupportedOperationException("before");
            });
    ChatInterceptor after =
        whole(
            chain -> {
              throw new UnsupportedOperationException(
                  "after " + chain.proceed(chain.request(), chain.options()).id());
            });

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> client(builder -> builder.interceptor(before)).chat("Where?"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> client(builder -> builder.attemptInterceptor(before)).chat("Where?"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> client(builder -> builder.attemptInterceptor(after)).chat("Where?"));

    // None for the call that never came to a model.
    assertThat(rig.spans())
        .hasSize(2)
        .allSatisfy(
            span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
  }

  @Test
  void exceptionOfOursFromAnAttemptIsTriedAgainByTheRules() {
    answer("text Porto\nfinish stop");
    List<Integer> attempts = new ArrayList<>();
    ChatInterceptor failing =
        whole(
            chain -> {
              attempts.add(1);
              if (attempts.size() == 1) {
                throw LlmException.from(
                    ErrorDetails.builder(ErrorKind.OVERLOADED).status(503).build());
              }
              return chain.proceed(chain.request(), chain.options());
            });

    client(builder -> builder.attemptInterceptor(failing).retry(quick())).chat(ClientRig.PROMPT);

    assertThat(attempts).hasSize(2);
    assertThat(rig.spans()).hasSize(1);
  }

  @Test
  void attemptIsMadeExactlyOnce() {
    answer("finish stop");
    answer("finish stop");
    ChatInterceptor never = whole(chain -> ChatResponse.builder().build());
    ChatInterceptor twice =
        whole(
            chain -> {
              String first = chain.proceed(chain.request(), chain.options()).text();
              return chain.proceed(ChatRequest.of(first), chain.options());
            });

    assertThatIllegalStateException()
        .isThrownBy(() -> client(builder -> builder.attemptInterceptor(never)).chat("Where?"))
        .withMessageContaining("interceptor(..)");
    assertThatIllegalStateException()
        .isThrownBy(() -> client(builder -> builder.attemptInterceptor(twice)).chat("Where?"))
        .withMessageContaining("RetryPolicy");

    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(rig.spans()).hasSize(2);
  }

  @Test
  @SuppressWarnings("NullAway") // What the contract forbids.
  void nullForAnAnswerIsNamed() {
    ChatInterceptor broken = whole(chain -> null);

    assertThatIllegalStateException()
        .isThrownBy(() -> client(builder -> builder.interceptor(broken)).chat("Where?"))
        .withMessageContaining(broken.getClass().getName())
        .withMessageContaining("null");
  }

  @Test
  void asyncCallPassesThroughBothKinds() throws InterruptedException {
    answer("text Porto\nfinish stop");
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    ChatInterceptor team =
        whole(chain -> chain.proceed(chain.request(), with(chain.options(), "X-Team", "maps")));
    ChatClient client =
        client(
            builder ->
                builder
                    .interceptor(noting("call", order))
                    .interceptor(team)
                    .attemptInterceptor(noting("attempt", order)));

    ChatResponse response = client.chatAsync(ClientRig.PROMPT).join();

    assertThat(response.text()).isEqualTo("Porto");
    assertThat(order).containsExactly("call", "attempt", "-attempt", "-call");
    assertThat(server.takeRequest().getHeaders().get("X-Team")).isEqualTo("maps");
    assertThat(rig.spans()).hasSize(1);
  }

  @Test
  void whatItThrowsCompletesTheFuture() {
    ChatInterceptor throwing =
        whole(
            chain -> {
              throw new UnsupportedOperationException("no");
            });
    ChatClient client = client(builder -> builder.interceptor(throwing));

    CompletableFuture<ChatResponse> answer = client.chatAsync(ClientRig.PROMPT);

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(answer::join)
        .withCauseInstanceOf(UnsupportedOperationException.class);
    assertThat(rig.spans()).isEmpty();
  }

  private ChatClient client(UnaryOperator<ChatClient.Builder> settings) {
    PlainProvider provider = PlainProvider.at(server.url("/").toString()).withKey(ClientRig.KEY);
    return rig.client(settings.apply(ClientRig.builder(provider)));
  }

  private static RetryPolicy quick() {
    return RetryPolicy.builder().backoff(Duration.ofMillis(1), Duration.ofMillis(2)).build();
  }

  private void answer(String lines) {
    server.enqueue(new MockResponse.Builder().body(lines).build());
  }

  private void stream(String events) {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(events)
            .build());
  }
}
