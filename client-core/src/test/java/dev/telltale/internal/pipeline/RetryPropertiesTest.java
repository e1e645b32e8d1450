package dev.telltale.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.CallTimer;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.internal.retry.Timeouts;
import dev.telltale.internal.retry.Timeouts.Timers;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.rig.PlainProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for retries whatever the server does, in virtual time and with seeded chance. */
@Timeout(10)
class RetryPropertiesTest {
  private static final CallQueue QUEUE = new CallQueue(CallQueue.UNLIMITED, 1, 0);
  private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(50);
  private static final int CALLS = 5_000;
  private static final int[] STATUSES = {400, 401, 408, 409, 425, 429, 500, 501, 503, 529};
  private static final ErrorKind[] KINDS = {
    ErrorKind.CONNECTION, ErrorKind.TIMEOUT, ErrorKind.TLS, ErrorKind.STREAM_TRUNCATED
  };

  /** Nanoseconds of virtual time. */
  private long now;

  @ParameterizedTest
  @EnumSource(AnswerForm.class)
  void noOutcomeBreaksTheBounds(AnswerForm form) {
    Random random = new Random(7);
    int retried = 0;
    for (int i = 0; i < CALLS; i++) {
      RetryPolicy policy = policy(random);
      Duration limit = Duration.ofMillis(1 + random.nextInt(60_000));
      Server server = new Server(random, 0.3);

      call(stage(policy, server), server, form, limit);

      assertThat(server.starts).hasSizeLessThanOrEqualTo(policy.maxRetries() + 1);
      server.assertNeverEarlyNorLate(limit);
      retried += Math.max(0, server.starts.size() - 1);
    }

    assertThat(retried).as("retries that the properties held for").isGreaterThan(CALLS / 10);
  }

  @ParameterizedTest
  @EnumSource(AnswerForm.class)
  void outageCostsAtMostWhatTheBudgetHolds(AnswerForm form) {
    Random random = new Random(11);
    Server server = new Server(random, 0);
    RetryPolicy policy = RetryPolicy.builder().maxRetries(5).build();
    Chain stage = stage(policy, server);

    for (int i = 0; i < CALLS; i++) {
      call(stage, server, form, Duration.ofMinutes(10));
    }

    assertThat(server.starts.size() - CALLS).isBetween(1, 100);
  }

  @Test
  void successesPayForRetriesOfOthers() {
    Server server = new Server(new Random(13), 0.8);
    Chain stage = stage(RetryPolicy.defaults(), server);

    for (int i = 0; i < CALLS; i++) {
      call(stage, server, AnswerForm.WHOLE, Duration.ofMinutes(10));
    }

    assertThat(server.starts.size() - CALLS).isGreaterThan(100);
  }

  private Chain stage(RetryPolicy policy, Server server) {
    Random jitter = new Random(17);
    RetryStage.Timing timing =
        new RetryStage.Timing(
            (time, cancellation) -> {
              now += time.toNanos();
              return true;
            },
            jitter::nextDouble);
    return Chain.of(List.of(new RetryStage(policy, timing), server));
  }

  private void call(Chain stage, Server server, AnswerForm form, Duration limit) {
    server.begin();
    Timers timers =
        new Timeouts(limit, limit, limit, limit, limit, null).start(CallOptions.none(), () -> now);
    RunningCall running = new InFlight(QUEUE).begin(timers.opening());
    ChatCall call =
        new ChatCall(
            ChatRequest.of("Where?"),
            CallOptions.none(),
            form,
            timers,
            new Cancellation(),
            running.log(),
            running,
            new Candidate.Target(PlainProvider.at("http://localhost:1"), "plain-1"),
            null);
    try {
      stage.proceed(call);
    } catch (LlmException failure) {
      if (limit.compareTo(SHORTEST_ATTEMPT) < 0) {
        assertThat(server.starts).isEmpty();
        assertThat(failure.timer()).isEqualTo(CallTimer.DEADLINE);
        return;
      }
      assertThat(failure.details()).isSameAs(server.lastFailure);
    }
  }

  private static RetryPolicy policy(Random random) {
    RetryPolicy.Builder policy = RetryPolicy.builder().maxRetries(random.nextInt(6));
    if (random.nextBoolean()) {
      policy.retryAfterSend();
    }
    return policy.build();
  }

  /** Fails at random, after a random time, and keeps when it was asked. */
  private final class Server implements Stage {
    private final Random random;
    private final double successes;
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> earliest = new ArrayList<>();
    private long begun;
    private ErrorDetails lastFailure = ErrorDetails.builder(ErrorKind.SERVER).build();

    Server(Random random, double successes) {
      this.random = random;
      this.successes = successes;
    }

    void begin() {
      begun = now;
    }

    @Override
    public Reply run(ChatCall call, Chain rest) {
      starts.add(now);
      now += Duration.ofMillis(random.nextInt(3_000)).toNanos();
      if (random.nextDouble() < successes) {
        return new Reply.Whole(ChatResponse.builder().build());
      }
      lastFailure = failure(call);
      Duration asked = lastFailure.retryAfter();
      earliest.add(now + (asked == null ? 0 : asked.toNanos()));
      throw LlmException.from(lastFailure);
    }

    void assertNeverEarlyNorLate(Duration limit) {
      for (int i = 1; i < starts.size(); i++) {
        assertThat(starts.get(i)).isGreaterThanOrEqualTo(earliest.get(i - 1));
        assertThat(starts.get(i) - begun)
            .isLessThanOrEqualTo(limit.minus(SHORTEST_ATTEMPT).toNanos());
      }
    }

    private ErrorDetails failure(ChatCall call) {
      ErrorDetails.Builder failure;
      if (successes > 0 && random.nextInt(3) == 0) {
        call.requireOutgoing().attempt().sent();
        failure = ErrorDetails.builder(KINDS[random.nextInt(KINDS.length)]);
      } else {
        int status = successes > 0 ? STATUSES[random.nextInt(STATUSES.length)] : 503;
        call.requireOutgoing().attempt().answered(status, null);
        failure = ErrorDetails.builder(ErrorKind.SERVER).status(status);
      }
      boolean asks = random.nextInt(3) == 0;
      return failure
          .retryAfter(asks ? Duration.ofMillis(1 + random.nextInt(10_000)) : null)
          .build();
    }
  }
}
