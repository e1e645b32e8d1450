package dev.telltale.functional;

import static dev.telltale.functional.Interceptors.cached;
import static dev.telltale.functional.Interceptors.streamed;
import static dev.telltale.functional.Interceptors.with;
import static dev.telltale.rig.PlainLines.event;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.telltale.CallCancelledException;
import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.StreamCallback;
import dev.telltale.StreamEvent;
import dev.telltale.StreamOutcome;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What interceptors can do to a stream, and that none they opened is left open. */
@Timeout(10)
final class StreamInterceptorTest {
  private static final String STREAM =
      event("text Por") + event("text to") + event("finish stop") + event("done");

  @RegisterExtension final ClientRig rig = new ClientRig();

  @StartStop private final MockWebServer server = new MockWebServer();

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

  private ChatClient client(UnaryOperator<ChatClient.Builder> settings) {
    PlainProvider provider = PlainProvider.at(server.url("/").toString()).withKey(ClientRig.KEY);
    return rig.client(settings.apply(ClientRig.builder(provider)));
  }

  private static ChatInterceptor idle() {
    return new ChatInterceptor() {};
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

  private static String textOf(StreamEvent event) {
    return event instanceof StreamEvent.TextDelta delta ? delta.text() : "";
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
