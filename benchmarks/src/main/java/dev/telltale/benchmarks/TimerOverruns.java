package dev.telltale.benchmarks;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.benchmarks.StallingServer.Way;
import dev.telltale.openai.OpenAi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How much later than its timer says a call ends. Calls run side by side, as they only wait. */
final class TimerOverruns {
  private static final Duration SETTING = Duration.ofMillis(300);
  private static final int MOST_MILLIS = 250;
  private static final int SIDE_BY_SIDE = 20;
  private static final ChatRequest REQUEST = ChatRequest.of("Name three rivers.");

  private final StallingServer server;
  private final int runs;

  TimerOverruns(StallingServer server, int runs) {
    this.server = server;
    this.runs = runs;
  }

  List<Bound> measure() throws InterruptedException, ExecutionException {
    CallOptions firstEvent = CallOptions.builder().firstEventTimeout(SETTING).build();
    CallOptions deadline = CallOptions.builder().deadline(SETTING).build();
    return List.of(
        Bound.ofP99(
            "first event of a stream, nothing comes: overrun",
            "G2",
            MOST_MILLIS,
            nanos(Way.SILENT, client -> client.stream(REQUEST, firstEvent))),
        Bound.ofP99(
            "first event of a stream, a comment comes: overrun",
            "G2",
            MOST_MILLIS,
            nanos(Way.COMMENTS, client -> client.stream(REQUEST, firstEvent))),
        Bound.ofAll(
            "deadline, no answer: overrun",
            "G3",
            MOST_MILLIS,
            nanos(Way.SILENT, client -> client.chat(REQUEST, deadline))),
        Bound.ofAll(
            "deadline, 503 and waits, then no answer: overrun",
            "G3",
            MOST_MILLIS,
            nanos(Way.UNAVAILABLE_TWICE, client -> client.chat(REQUEST, deadline))),
        Bound.ofAll(
            "deadline, stream does not open: overrun",
            "G3",
            MOST_MILLIS,
            nanos(Way.SILENT, client -> client.stream(REQUEST, deadline))));
  }

  private long[] nanos(Way way, Doomed call) throws InterruptedException, ExecutionException {
    List<Long> nanos = new ArrayList<>();
    // The first is for the compiler.
    batch(way, call, Math.min(runs, SIDE_BY_SIDE));
    while (nanos.size() < runs) {
      nanos.addAll(batch(way, call, Math.min(runs - nanos.size(), SIDE_BY_SIDE)));
    }
    return nanos.stream().mapToLong(Long::longValue).toArray();
  }

  /** A client for each, as its budget of retries is not what is measured. */
  private List<Long> batch(Way way, Doomed call, int calls)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(calls);
    try (ChatClient client = client(way)) {
      List<Future<Long>> waiting = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        waiting.add(threads.submit(() -> overrun(client, call)));
      }
      List<Long> nanos = new ArrayList<>();
      for (Future<Long> overrun : waiting) {
        nanos.add(overrun.get());
      }
      return nanos;
    } finally {
      threads.shutdown();
    }
  }

  private static long overrun(ChatClient client, Doomed call) {
    long start = System.nanoTime();
    try {
      call.make(client);
    } catch (LlmException late) {
      long nanos = System.nanoTime() - start;
      if (late.kind() == ErrorKind.TIMEOUT) {
        return Math.max(0, nanos - SETTING.toNanos());
      }
      throw late;
    }
    throw new IllegalStateException("A call was answered that cannot be");
  }

  private ChatClient client(Way way) {
    return ChatClient.builder(OpenAi.builder().baseUrl(server.url(way)).model("m").build())
        .retry(RetryPolicy.builder().maxRetries(20).build())
        .build();
  }

  /** A call that its timer ends. */
  @FunctionalInterface
  private interface Doomed {
    void make(ChatClient client);
  }
}
