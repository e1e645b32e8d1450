package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.telltale.CallCancelledException;
import dev.telltale.CallOptions;
import dev.telltale.CallReport;
import dev.telltale.CallTimer;
import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamCallback;
import dev.telltale.StreamEvent;
import dev.telltale.StreamOutcome;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
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
        .withMessageContaining("InterceptorTest")
        .withMessageContaining("null");
  }

  @Test
  void streamPassesUnchanged() {
    stream(STREAM);

    ChatStream stream =
        client(builder -> builder.interceptor(idle()).attemptInterceptor(idle())).stream(
            ClientRig.PROMPT);

    assertThat(stream.forEachText(text -> {}).text()).isEqualTo("Porto");
    assertThat(stream.response().report().chunks()).isEqualTo(3);
    assertThat(rig.spans()).hasSize(1);
  }

  @Test
  void streamIsReplayedFromACache() {
    ChatResponse cached = cached();

    ChatStream stream =
        client(builder -> builder.interceptor(streamed(chain -> chain.replay(cached)))).stream(
            ClientRig.PROMPT);
    StringBuilder text = new StringBuilder();
    stream.forEachText(text::append);

    assertThat(text).hasToString("Porto");
    assertThat(stream.outcome()).contains(StreamOutcome.COMPLETED);
    assertThat(rig.spans()).isEmpty();
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void replayedAnswerHasTheReportOfItsCall() {
    answer("text Porto\nfinish stop");
    ChatResponse cached = client(builder -> builder).chat(ClientRig.PROMPT);

    ChatStream stream =
        client(builder -> builder.interceptor(streamed(chain -> chain.replay(cached)))).stream(
            ClientRig.PROMPT);
    ChatResponse replayed = stream.forEachText(text -> {});

    assertThat(cached.report().attempts()).hasSize(1);
    assertThat(replayed.text()).isEqualTo("Porto");
    assertThat(replayed.report().attempts()).isEmpty();
  }

  @Test
  void nothingIsSentOnceTheInterceptorHasReturned() {
    answer("finish stop");
    stream(STREAM);
    List<Runnable> late = new ArrayList<>();
    ChatInterceptor keeping =
        new ChatInterceptor() {
          @Override
          public ChatResponse intercept(Chain chain) {
            late.add(() -> chain.proceed(chain.request(), chain.options()));
            return chain.proceed(chain.request(), chain.options());
          }

          @Override
          public ChatStream interceptStream(StreamChain chain) {
            late.add(() -> chain.proceed(chain.request(), chain.options()).close());
            return chain.proceed(chain.request(), chain.options());
          }
        };
    ChatClient client = client(builder -> builder.interceptor(keeping));
    client.chat(ClientRig.PROMPT);
    client.stream(ClientRig.PROMPT).close();

    for (Runnable proceeding : late) {
      assertThatIllegalStateException()
          .isThrownBy(proceeding::run)
          .withMessageContaining("has returned");
    }

    assertThat(server.getRequestCount()).isEqualTo(2);
    assertThat(rig.spans()).hasSize(2);
  }

  @Test
  void cancelledReplayIsToldNoFurther() {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    AtomicReference<Runnable> cancel = new AtomicReference<>();
    List<StreamEvent> told = new ArrayList<>();
    ChatClient client =
        client(
            builder ->
                builder
                    .interceptor(streamed(chain -> chain.replay(cached())))
                    .executor(task -> cancel.set(task)));
    CompletableFuture<ChatResponse> answer =
        client.streamAsync(
            ChatRequest.of(ClientRig.PROMPT),
            new StreamCallback() {
              @Override
              public void event(StreamEvent event) {
                told.add(event);
                requireNonNull(cancel.get()).run();
              }

              @Override
              public void failed(Throwable cancelled) {
                failure.complete(cancelled);
              }
            });

    Runnable call = requireNonNull(cancel.getAndSet(() -> answer.cancel(true)));
    call.run();

    assertThat(told).hasSize(1);
    assertThat(failure.join()).isInstanceOf(CallCancelledException.class);
  }

  @Test
  void streamLostForAnotherIsClosed() {
    stream(STREAM);
    ChatResponse cached = cached();
    ChatInterceptor losing =
        streamed(
            chain -> {
              assertThat(chain.proceed(chain.request(), chain.options())).isNotNull();
              return chain.replay(cached);
            });

    client(builder -> builder.interceptor(losing)).stream(ClientRig.PROMPT).close();

    assertThat(rig.spans()).hasSize(1);
  }

  @Test
  void earlierStreamOfTwoIsClosed() {
    stream(STREAM);
    stream(STREAM);
    ChatInterceptor insisting =
        streamed(
            chain -> {
              assertThat(chain.proceed(chain.request(), chain.options())).isNotNull();
              return chain.proceed(chain.request(), chain.options());
            });

    ChatStream stream = client(builder -> builder.interceptor(insisting)).stream(ClientRig.PROMPT);

    assertThat(rig.spans()).as("ended by closing the first").hasSize(1);
    assertThat(stream.forEachText(text -> {}).text()).isEqualTo("Porto");
    assertThat(stream.response().report().attempts()).hasSize(2);
    assertThat(rig.spans()).hasSize(2);
  }

  @Test
  void streamIsClosedWhenTheInterceptorThrows() {
    stream(STREAM);
    stream(STREAM);
    ChatInterceptor throwing =
        streamed(
            chain -> {
              throw new UnsupportedOperationException(
                  chain.proceed(chain.request(), chain.options()).toString());
            });

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> client(builder -> builder.interceptor(throwing)).stream("Where?"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> client(builder -> builder.attemptInterceptor(throwing)).stream("Where?"));

    assertThat(rig.spans()).hasSize(2);
  }

  @Test
  void streamClosedByTheInterceptorHasEnded() {
    stream(STREAM);
    ChatInterceptor closing =
        streamed(
            chain -> {
              ChatStream stream = chain.proceed(chain.request(), chain.options());
              stream.close();
              return stream;
            });

    ChatStream stream = client(builder -> builder.interceptor(closing)).stream(ClientRig.PROMPT);

    assertThat(stream.outcome()).contains(StreamOutcome.CLOSED_EARLY);
    assertThat(rig.spans()).hasSize(1);
  }

  @Test
  void streamReadByTheInterceptorHasEnded() {
    stream(STREAM);
    ChatInterceptor reading =
        streamed(
            chain ->
                chain.replay(
                    chain.proceed(chain.request(), chain.options()).forEachText(text -> {})));

    ChatStream stream =
        client(builder -> builder.attemptInterceptor(reading)).stream(ClientRig.PROMPT);

    assertThat(stream.forEachText(text -> {}).text()).isEqualTo("Porto");
    assertThat(rig.spans()).hasSize(1);
    assertThat(rig.spans().get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void wrappedStreamEndsWithItsWrapper() {
    for (String wrapped : List.of(STREAM, STREAM, STREAM)) {
      stream(wrapped);
    }
    ChatInterceptor wrapping =
        streamed(chain -> new Deaf(chain.proceed(chain.request(), chain.options())));
    ChatClient above = client(builder -> builder.interceptor(wrapping));
    ChatClient below = client(builder -> builder.attemptInterceptor(wrapping));

    assertThat(above.stream(ClientRig.PROMPT).forEachText(text -> {}).text()).isEmpty();
    assertThat(below.stream(ClientRig.PROMPT).forEachText(text -> {}).text()).isEmpty();
    below.stream(ClientRig.PROMPT).close();

    assertThat(rig.spans()).hasSize(3);
  }

  @Test
  void attemptsStreamCannotComeFromElsewhere() {
    ChatResponse cached = cached();
    ChatInterceptor inventing = streamed(chain -> chain.replay(cached));

    assertThatIllegalStateException()
        .isThrownBy(
            () -> client(builder -> builder.attemptInterceptor(inventing)).stream("Where?"));

    assertThat(rig.spans()).hasSize(1);
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

  @Test
  void asyncStreamPassesThroughBothKinds() throws InterruptedException {
    stream(STREAM);
    List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
    ChatInterceptor team =
        streamed(chain -> chain.proceed(chain.request(), with(chain.options(), "X-Team", "maps")));
    ChatInterceptor counting =
        streamed(
            chain -> {
              attempts.add(chain.attempt() == null ? 0 : chain.attempt().number());
              return chain.proceed(chain.request(), chain.options());
            });
    ChatClient client = client(builder -> builder.interceptor(team).attemptInterceptor(counting));
    StringBuilder text = new StringBuilder();

    ChatResponse response =
        client
            .streamAsync(ChatRequest.of(ClientRig.PROMPT), event -> text.append(textOf(event)))
            .join();

    assertThat(response.text()).isEqualTo("Porto");
    assertThat(text).hasToString("Porto");
    assertThat(attempts).containsExactly(1);
    assertThat(server.takeRequest().getHeaders().get("X-Team")).isEqualTo("maps");
    assertThat(rig.spans()).hasSize(1);
  }

  @Test
  void asyncStreamIsReplayedFromACache() {
    ChatResponse cached = cached();
    ChatClient client =
        client(builder -> builder.interceptor(streamed(chain -> chain.replay(cached))));
    StringBuilder text = new StringBuilder();

    client
        .streamAsync(ChatRequest.of(ClientRig.PROMPT), event -> text.append(textOf(event)))
        .join();

    assertThat(text).hasToString("Porto");
    assertThat(rig.spans()).isEmpty();
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void deadlineItSetsEndsTheCall() {
    server.enqueue(stalled());
    CallOptions brief = CallOptions.builder().deadline(Duration.ofMillis(150)).build();
    ChatInterceptor hurrying = whole(chain -> chain.proceed(chain.request(), brief));
    ChatClient client =
        client(builder -> builder.interceptor(hurrying).deadline(Duration.ofMinutes(5)));

    LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

    assertThat(failure.timer()).isEqualTo(CallTimer.DEADLINE);
  }

  @Test
  void deadlineItSetsForAnAttemptEndsThat() {
    server.enqueue(stalled());
    answer("text Porto\nfinish stop");
    ChatInterceptor hurrying =
        whole(
            chain -> {
              int number = requireNonNull(chain.attempt()).number();
              Duration limit = number == 1 ? Duration.ofMillis(150) : Duration.ofMinutes(9);
              return chain.proceed(
                  chain.request(), chain.options().toBuilder().deadline(limit).build());
            });
    RetryPolicy policy =
        RetryPolicy.builder()
            .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
            .retryAfterSend()
            .build();

    ChatResponse response =
        client(builder -> builder.attemptInterceptor(hurrying).retry(policy))
            .chat(ClientRig.PROMPT);

    assertThat(response.text()).isEqualTo("Porto");
    assertThat(response.report().attempts())
        .extracting(CallReport.Attempt::failure)
        .containsExactly(ErrorKind.TIMEOUT, null);
  }

  @Test
  void deadlineItSetsNeverPutsTheEndOff() {
    server.enqueue(stalled());
    CallOptions distant = CallOptions.builder().deadline(Duration.ofMinutes(5)).build();
    ChatInterceptor patient = whole(chain -> chain.proceed(chain.request(), distant));
    ChatClient client =
        client(builder -> builder.interceptor(patient).deadline(Duration.ofMillis(150)));

    LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

    assertThat(failure.timer()).isEqualTo(CallTimer.DEADLINE);
  }

  @Test
  void timersItSetsHoldForTheStream() {
    Map<CallTimer, CallOptions> settings =
        Map.of(
            CallTimer.FIRST_EVENT,
            CallOptions.builder().firstEventTimeout(Duration.ofMillis(150)).build(),
            CallTimer.STREAM_DEADLINE,
            CallOptions.builder().streamDeadline(Duration.ofMillis(150)).build());
    for (Map.Entry<CallTimer, CallOptions> setting : settings.entrySet()) {
      ChatInterceptor setter =
          streamed(chain -> chain.proceed(chain.request(), setting.getValue()));
      for (boolean ofCalls : new boolean[] {true, false}) {
        server.enqueue(stalled());
        ChatClient client =
            client(b -> ofCalls ? b.interceptor(setter) : b.attemptInterceptor(setter));

        LlmException failure = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

        assertThat(failure.timer()).isEqualTo(setting.getKey());
      }
    }
  }

  private ChatClient client(UnaryOperator<ChatClient.Builder> settings) {
    PlainProvider provider = PlainProvider.at(server.url("/").toString()).withKey(ClientRig.KEY);
    return rig.client(settings.apply(ClientRig.builder(provider)));
  }

  private static RetryPolicy quick() {
    return RetryPolicy.builder().backoff(Duration.ofMillis(1), Duration.ofMillis(2)).build();
  }

  private static ChatResponse cached() {
    return PlainProvider.answer("text Porto\nfinish stop");
  }

  private static CallOptions with(CallOptions options, String header, String value) {
    return options.toBuilder().header(header, value).build();
  }

  private static ChatInterceptor idle() {
    return new ChatInterceptor() {};
  }

  private static ChatInterceptor whole(Function<ChatInterceptor.Chain, ChatResponse> handling) {
    return new ChatInterceptor() {
      @Override
      public ChatResponse intercept(Chain chain) {
        return handling.apply(chain);
      }
    };
  }

  private static ChatInterceptor streamed(
      Function<ChatInterceptor.StreamChain, ChatStream> handling) {
    return new ChatInterceptor() {
      @Override
      public ChatStream interceptStream(StreamChain chain) {
        return handling.apply(chain);
      }
    };
  }

  private static ChatInterceptor noting(String name, List<String> order) {
    return whole(
        chain -> {
          order.add(name);
          ChatResponse response = chain.proceed(chain.request(), chain.options());
          order.add("-" + name);
          return response;
        });
  }

  private void answer(String lines) {
    server.enqueue(new MockResponse.Builder().body(lines).build());
  }

  private static String textOf(StreamEvent event) {
    return event instanceof StreamEvent.TextDelta delta ? delta.text() : "";
  }

  private static MockResponse stalled() {
    return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
  }

  private void stream(String events) {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(events)
            .build());
  }

  /** Brings no events of the stream it is wrapped around, and does not close it. */
  private record Deaf(ChatStream inner) implements ChatStream {
    @Override
    public Iterator<StreamEvent> iterator() {
      return Collections.emptyIterator();
    }

    @Override
    public ChatResponse response() {
      return ChatResponse.builder().build();
    }

    @Override
    public Optional<StreamOutcome> outcome() {
      return Optional.of(StreamOutcome.COMPLETED);
    }

    @Override
    public void close() {}
  }
}
