package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallReport;
import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamEvent;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.TransportException;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What answers and exceptions tell of their call. */
@Timeout(10)
final class CallReportTest {
  @RegisterExtension final ClientRig rig = new ClientRig();

  @StartStop private final MockWebServer server = new MockWebServer();

  @Test
  void answerTellsUsageAndHeadroom() {
    server.enqueue(body("text Porto\nusage 3 5\nfinish stop").build());

    assertTellsOfTheAnswer(client().chat(ClientRig.PROMPT).report());
  }

  @Test
  void streamTellsUsageAndHeadroom() {
    String events = event("text Porto", "usage 3 5") + event("finish stop") + event("done");
    server.enqueue(body(events).addHeader("Content-Type", "text/event-stream").build());

    CallReport report = client().stream(ClientRig.PROMPT).forEachText(text -> {}).report();

    assertTellsOfTheAnswer(report);
    assertThat(report.chunks()).isEqualTo(2);
    assertThat(report.timeToFirstChunk()).isPresent();
  }

  @Test
  void brokenStreamTellsWhatItHad() {
    String events = event("text Porto", "usage 3 5");
    server.enqueue(body(events).addHeader("Content-Type", "text/event-stream").build());

    LlmException failure =
        rig.failureOf(() -> client().stream(ClientRig.PROMPT).forEachText(text -> {}));

    assertTellsOfTheAnswer(failure.report());
  }

  @Test
  void failureTellsHeadroomAndItsAttempt() {
    server.enqueue(body("no").code(429).addHeader("x-request-id", "r-1").build());

    CallReport report = rig.failureOf(() -> client().chat(ClientRig.PROMPT)).report();

    assertThat(report.rateLimits().remainingRequests()).hasValue(7);
    assertThat(report.usage().known()).isFalse();
    CallReport.Attempt attempt = report.attempts().get(0);
    assertThat(attempt.number()).isEqualTo(1);
    assertThat(attempt.model()).isEqualTo(PlainProvider.MODEL);
    assertThat(attempt.status()).isEqualTo(OptionalInt.of(429));
    assertThat(attempt.failure()).isEqualTo(ErrorKind.RATE_LIMIT);
    assertThat(attempt.requestId()).isEqualTo("r-1");
  }

  @Test
  void noTextIsLongerThanItNeedsToBe() {
    server.enqueue(body("no").code(500).addHeader("x-request-id", "r".repeat(5_000)).build());

    CallReport report = rig.failureOf(() -> client().chat(ClientRig.PROMPT)).report();

    assertThat(report.attempts().get(0).requestId()).hasSize(256);
    assertThat(report.toString()).doesNotContain("rrr");
  }

  @Test
  void interceptorsOwnAnswerIsNoUsage() {
    ChatResponse canned = PlainProvider.answer("text Porto\nusage 3 5\nfinish stop");
    ChatInterceptor answering =
        new ChatInterceptor() {
          @Override
          public ChatResponse intercept(Chain chain) {
            return canned;
          }
        };
    ChatClient client = rig.client(ClientRig.builder(provider()).interceptor(answering));

    assertThat(client.chat(ClientRig.PROMPT).report().usage().known()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(AnswerForm.class)
  void exceptionOfAnInterceptorHasTheReportOfItsCall(AnswerForm form) {
    LlmException made = LlmException.from(ErrorDetails.builder(ErrorKind.REJECTED).build());
    List<CallReport> seenAbove = new ArrayList<>();
    ChatClient client =
        rig.client(
            ClientRig.builder(provider())
                .interceptor(new Watching(seenAbove))
                .interceptor(new Throwing(made)));

    LlmException first = rig.failureOf(() -> call(client, form));
    LlmException second = rig.failureOf(() -> call(client, form));

    assertThat(first).isInstanceOf(TransportException.class).hasMessage(made.getMessage());
    assertThat(first.getStackTrace()).isEqualTo(made.getStackTrace());
    assertThat(first.report().candidates()).isEmpty();
    assertThat(second.report()).isNotEqualTo(first.report());
    assertThat(seenAbove).hasSize(2);
    assertThat(made.details().report()).isNull();
  }

  @ParameterizedTest
  @EnumSource(AnswerForm.class)
  void exceptionOfAnAttemptsInterceptorTellsOfTheAttempt(AnswerForm form) {
    LlmException made = LlmException.from(ErrorDetails.builder(ErrorKind.BAD_REQUEST).build());
    ChatClient client =
        rig.client(ClientRig.builder(provider()).attemptInterceptor(new Throwing(made)));

    CallReport report = rig.failureOf(() -> call(client, form)).report();

    assertThat(report.attempts()).hasSize(1);
    assertThat(report.attempts().get(0).failure()).isEqualTo(ErrorKind.BAD_REQUEST);
  }

  @Test
  void asyncExceptionOfAnInterceptorHasTheReport() {
    LlmException made = LlmException.from(ErrorDetails.builder(ErrorKind.REJECTED).build());
    ChatClient client = rig.client(ClientRig.builder(provider()).interceptor(new Throwing(made)));

    Throwable failure =
        client.chatAsync(ClientRig.PROMPT).handle((answer, thrown) -> thrown).join();

    assertThat(failure).isInstanceOf(TransportException.class);
    assertThat(((LlmException) failure).report().attempts()).isEmpty();
  }

  @Test
  void streamOfAnInterceptorsMakingHasTheReport() {
    ChatResponse canned = PlainProvider.answer("text Porto\nusage 3 5\nfinish stop");
    ChatClient client =
        rig.client(ClientRig.builder(provider()).interceptor(new OwnStream(canned, null)));

    CallReport report = client.stream(ClientRig.PROMPT).forEachText(text -> {}).report();

    assertThat(report.candidates()).isEmpty();
  }

  @Test
  void failureOfAnInterceptorsStreamHasTheReport() {
    ChatResponse partial = PlainProvider.answer("text Por");
    LlmException made =
        StreamException.from(
            ErrorDetails.builder(ErrorKind.STREAM_TRUNCATED).build(),
            StreamOutcome.TRUNCATED,
            partial);
    ChatClient client =
        rig.client(ClientRig.builder(provider()).interceptor(new OwnStream(partial, made)));

    LlmException failure =
        rig.failureOf(() -> client.stream(ClientRig.PROMPT).forEachText(text -> {}));

    assertThat(failure.report().candidates()).isEmpty();
    assertThat(failure).isInstanceOf(StreamException.class);
    assertThat(((StreamException) failure).partial().text()).isEqualTo("Por");
  }

  private static void call(ChatClient client, AnswerForm form) {
    if (form == AnswerForm.WHOLE) {
      client.chat(ClientRig.PROMPT);
    } else {
      client.stream(ClientRig.PROMPT).close();
    }
  }

  private static void assertTellsOfTheAnswer(CallReport report) {
    assertThat(report.usage().inputTokens()).hasValue(3);
    assertThat(report.usage().outputTokens()).hasValue(5);
    assertThat(report.rateLimits().remainingRequests()).hasValue(7);
    assertThat(report.candidates()).hasSize(1);
  }

  private ChatClient client() {
    return rig.client(provider());
  }

  private PlainProvider provider() {
    return PlainProvider.at(server.url("/").toString());
  }

  private static MockResponse.Builder body(String lines) {
    return new MockResponse.Builder().addHeader("x-ratelimit-remaining-requests", "7").body(lines);
  }

  private record Throwing(LlmException failure) implements ChatInterceptor {
    @Override
    public ChatResponse intercept(Chain chain) {
      throw failure;
    }

    @Override
    public ChatStream interceptStream(StreamChain chain) {
      throw failure;
    }
  }

  private record Watching(List<CallReport> seen) implements ChatInterceptor {
    @Override
    public ChatResponse intercept(Chain chain) {
      try {
        return chain.proceed(chain.request(), chain.options());
      } catch (LlmException failure) {
        seen.add(failure.report());
        throw failure;
      }
    }

    @Override
    public ChatStream interceptStream(StreamChain chain) {
      try {
        return chain.proceed(chain.request(), chain.options());
      } catch (LlmException failure) {
        seen.add(failure.report());
        throw failure;
      }
    }
  }

  /** Answers with a stream that no client opened, and that breaks where a failure is given. */
  private record OwnStream(ChatResponse answer, @Nullable LlmException failure)
      implements ChatInterceptor {
    @Override
    public ChatStream interceptStream(StreamChain chain) {
      return new ChatStream() {
        @Override
        public Iterator<StreamEvent> iterator() {
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              if (failure != null) {
                throw failure;
              }
              return false;
            }

            @Override
            public StreamEvent next() {
              throw new NoSuchElementException();
            }
          };
        }

        @Override
        public ChatResponse response() {
          return answer;
        }

        @Override
        public Optional<StreamOutcome> outcome() {
          return Optional.of(StreamOutcome.COMPLETED);
        }

        @Override
        public void close() {}
      };
    }
  }
}
