package dev.telltale.functional;

import static dev.telltale.functional.Interceptors.streamed;
import static dev.telltale.functional.Interceptors.whole;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.CallReport;
import dev.telltale.CallTimer;
import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Timers that interceptors set hold, and never put off the end of a call. */
@Timeout(10)
final class InterceptorTimersTest {
  @RegisterExtension final ClientRig rig = new ClientRig();

  @StartStop private final MockWebServer server = new MockWebServer();

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

  private void answer(String lines) {
    server.enqueue(new MockResponse.Builder().body(lines).build());
  }

  private static MockResponse stalled() {
    return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
  }
}
