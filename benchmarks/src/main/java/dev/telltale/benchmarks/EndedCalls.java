package dev.telltale.benchmarks;

import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import dev.telltale.benchmarks.StallingServer.Way;
import dev.telltale.openai.OpenAi;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How soon a call is over that is ended at a random point of its attempts and waits, and what is
 * sent for it afterwards. Whole and streamed calls take turns.
 */
final class EndedCalls {
  private static final ChatRequest REQUEST = ChatRequest.of("Name three rivers.");
  private static final int LONGEST_MICROS = 12_000;
  private static final int CALLS_PER_CLIENT = 20;
  private static final long QUIET_NANOS = 5_000_000;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final StallingServer server;
  private final Random random = new Random(25);
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private long sentAfterwards;
  private long flagsLost;

  EndedCalls(StallingServer server) {
    this.server = server;
  }

  /** From the interrupt to the return of the call. */
  long[] interrupted(int runs) throws InterruptedException {
    return times(runs, this::interrupt);
  }

  /** From cancelling the future until the call is over and the server waits for nobody. */
  long[] cancelled(int runs) throws InterruptedException {
    return times(runs, this::cancel);
  }

  /** How many requests came of attempts that began after their call was ended. */
  long sentAfterwards() {
    return sentAfterwards;
  }

  /** How many threads did not know any more that they were interrupted as their call returned. */
  long flagsLost() {
    return flagsLost;
  }

  private long[] times(int runs, Ending ending) throws InterruptedException {
    long[] nanos = new long[runs];
    // Those below 0 are for the compiler.
    for (int run = -Math.min(runs, 3 * CALLS_PER_CLIENT); run < runs; ) {
      try (ChatClient client = client()) {
        for (int i = 0; i < CALLS_PER_CLIENT && run < runs; i++) {
          long took = ending.nanos(client, i % 2 == 0);
          if (took < 0) {
            continue;
          }
          if (run >= 0) {
            nanos[run] = took;
          }
          run++;
        }
      }
    }
    return nanos;
  }

  /** The time it took, or less than 0 if the call was over by itself. */
  private long interrupt(ChatClient client, boolean whole) throws InterruptedException {
    int sentBefore = server.requests() - attempts.get();
    AtomicLong returned = new AtomicLong();
    AtomicBoolean flag = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              call(client, whole);
              returned.set(System.nanoTime());
              flag.set(Thread.currentThread().isInterrupted());
            },
            "caller");
    caller.start();
    LockSupport.parkNanos(1_000L * random.nextInt(LONGEST_MICROS));
    if (!caller.isAlive()) {
      return -1;
    }
    long start = System.nanoTime();
    caller.interrupt();
    int allowed = attempts.get();
    caller.join();
    countSent(sentBefore + allowed);
    flagsLost += returned.get() >= start && !flag.get() ? 1 : 0;
    return returned.get() - start;
  }

  private static void call(ChatClient client, boolean whole) {
    try {
      if (whole) {
        client.chat(REQUEST);
      } else {
        read(client);
      }
    } catch (LlmException interrupted) {
      // What is measured is when.
    }
  }

  private static void read(ChatClient client) {
    try (ChatStream stream = client.stream(REQUEST)) {
      stream.forEachText(text -> {});
    }
  }

  private long cancel(ChatClient client, boolean whole) {
    int sentBefore = server.requests() - attempts.get();
    int endedBefore = ended.get();
    CompletableFuture<ChatResponse> call =
        whole ? client.chatAsync(REQUEST) : client.streamAsync(REQUEST, event -> {});
    LockSupport.parkNanos(1_000L * random.nextInt(LONGEST_MICROS));
    long start = System.nanoTime();
    boolean cancelled = call.cancel(true);
    int allowed = attempts.get();
    while (ended.get() == endedBefore || server.held() > 0) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException("A cancelled call goes on");
      }
      LockSupport.parkNanos(20_000);
    }
    long took = System.nanoTime() - start;
    countSent(sentBefore + allowed);
    return cancelled ? took : -1;
  }

  /**
   * Adds what came beyond this, also from whoever would still be waiting to try again. An attempt
   * that was ended before it could send makes room for none: the server has then counted fewer.
   */
  private void countSent(int most) {
    LockSupport.parkNanos(QUIET_NANOS);
    sentAfterwards += Math.max(0, server.requests() - most);
  }

  private ChatClient client() {
    return ChatClient.builder(OpenAi.builder().baseUrl(server.url(Way.MIXED)).model("m").build())
        .telemetry(Telemetry.builder().listener(call -> ended.incrementAndGet()).build())
        .attemptInterceptor(new Counting())
        .retry(
            RetryPolicy.builder()
                .maxRetries(10)
                .backoff(Duration.ofMillis(3), Duration.ofMillis(3))
                .build())
        .build();
  }

  /** Ends a call somehow. */
  @FunctionalInterface
  private interface Ending {
    long nanos(ChatClient client, boolean whole) throws InterruptedException;
  }

  /** Counts attempts before anything of them is sent. */
  private final class Counting implements ChatInterceptor {
    @Override
    public ChatResponse intercept(Chain chain) {
      attempts.incrementAndGet();
      return ChatInterceptor.super.intercept(chain);
    }

    @Override
    public ChatStream interceptStream(StreamChain chain) {
      attempts.incrementAndGet();
      return ChatInterceptor.super.interceptStream(chain);
    }
  }
}
