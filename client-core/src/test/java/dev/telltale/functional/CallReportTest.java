package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallReport;
import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import java.util.OptionalInt;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

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
}
