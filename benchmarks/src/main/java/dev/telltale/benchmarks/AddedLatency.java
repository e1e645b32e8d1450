package dev.telltale.benchmarks;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.Telemetry;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.observability.promptlog.PromptLogCounts;
import dev.telltale.observability.promptlog.PromptRecorder;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.openai.OpenAi;
import dev.telltale.telemetry.Interaction;
import dev.telltale.telemetry.InteractionListener;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls at 500 a second, each with 8 KiB of content, with a prompt log that keeps all of them and
 * without one.
 *
 * <p>Turns of both kinds alternate, and which of a pair is first alternates too, so that what else
 * the machine does meets both; each pair gives one difference. Beside that, each hand-over to the
 * log is timed by itself: that is all the log does on the caller's thread.
 */
final class AddedLatency {
  private static final int PER_SECOND = 500;
  private static final double MICRO = 1e3;
  private static final double BUDGET_MICROS = 100;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long[][] without;
  private final long[][] with;
  private final HandOver handOver;
  private final PromptLogCounts counts;

  private AddedLatency(long[][] without, long[][] with, HandOver handOver, PromptLogCounts counts) {
    this.without = without;
    this.with = with;
    this.handOver = handOver;
    this.counts = counts;
  }

  static AddedLatency measure(Path scratch, int turns, int callsPerTurn)
      throws IOException, InterruptedException {
    PromptLog log =
        PromptLog.encrypted(scratch.resolve("calls"), Keys.fileOrNew(scratch.resolve("key")))
            .allFailures()
            .sampleSuccesses(1)
            .successesPerSecond(1_000_000);
    ChatRequest[] requests = VariedText.requests();
    long[][] without = new long[turns][];
    long[][] with = new long[turns][];
    try (ServerProcess server = ServerProcess.start();
        PromptRecorder recorder = log.start(OpenTelemetry.noop());
        ChatClient bare = client(server, Telemetry.builder());
        ChatClient logged = client(server, Telemetry.builder().listener(recorder))) {
      HandOver handOver = new HandOver(recorder, turns * callsPerTurn);
      try (ChatClient timed = client(server, Telemetry.builder().listener(handOver))) {
        turn(bare, requests, callsPerTurn);
        turn(logged, requests, callsPerTurn);
        await(recorder, callsPerTurn);
        for (int turn = 0; turn < turns; turn++) {
          boolean bareFirst = turn % 2 == 0;
          if (bareFirst) {
            without[turn] = turn(bare, requests, callsPerTurn);
          }
          with[turn] = turn(timed, requests, callsPerTurn);
          await(recorder, callsPerTurn + handOver.count);
          if (!bareFirst) {
            without[turn] = turn(bare, requests, callsPerTurn);
          }
        }
      }
      return new AddedLatency(without, with, handOver, recorder.counts());
    }
  }

  String markdown() {
    int turns = with.length;
    double[] p50 = new double[turns];
    double[] p99 = new double[turns];
    double[] bareP99 = new double[turns];
    double[] added = new double[turns];
    for (int turn = 0; turn < turns; turn++) {
      Arrays.sort(with[turn]);
      Arrays.sort(without[turn]);
      p50[turn] = quantile(with[turn], 0.5) - quantile(without[turn], 0.5);
      p99[turn] = quantile(with[turn], 0.99);
      bareP99[turn] = quantile(without[turn], 0.99);
      added[turn] = p99[turn] - bareP99[turn];
    }
    long[] alone = handOver.sorted(handOver.nanos);
    long[] cpu = handOver.sorted(handOver.cpuNanos);
    double handed = quantile(alone, 0.99);
    Rounds difference = Rounds.of(added);
    boolean met = difference.median() <= BUDGET_MICROS && handed <= BUDGET_MICROS;
    return "| 500 calls/s of 8 KiB, "
        + String.format(Locale.ROOT, "%,d", alone.length)
        + " each | us |\n|---|---|\n"
        + row("p99 without a prompt log", Rounds.of(bareP99).text())
        + row("p99 with one", Rounds.of(p99).text())
        + row("added to the p50", Rounds.of(p50).text())
        + row("added to the p99, at most 100", difference.text() + (met ? ", met" : ", **missed**"))
        + row("hand-over on the caller's thread, at most 100", quantiles(alone))
        + row("the same as CPU time", quantiles(cpu))
        + row(
            "records written, dropped, failed",
            String.format(
                Locale.ROOT,
                "%,d, %d, %d",
                counts.written(),
                counts.overflowed() + counts.rateLimited(),
                counts.failedWrites()));
  }

  private static long[] turn(ChatClient client, ChatRequest[] requests, int calls) {
    long[] nanos = new long[calls];
    long begin = System.nanoTime();
    for (int call = 0; call < calls; call++) {
      long due = begin + call * 1_000_000_000L / PER_SECOND;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      long start = System.nanoTime();
      client.chat(requests[call % requests.length]);
      nanos[call] = System.nanoTime() - start;
    }
    return nanos;
  }

  /** What a turn left to write must not slow the next one. */
  private static void await(PromptRecorder recorder, long calls) throws InterruptedException {
    PromptLogCounts counts = recorder.counts();
    while (counts.written() + counts.overflowed() + counts.failedWrites() < calls) {
      Thread.sleep(1);
      counts = recorder.counts();
    }
  }

  private static ChatClient client(ServerProcess server, Telemetry.Builder telemetry) {
    return ChatClient.builder(
            OpenAi.builder()
                .baseUrl("http://127.0.0.1:" + server.port(Scenario.SMALL) + "/v1")
                .model(Scenario.MODEL)
                .build())
        .telemetry(telemetry.build())
        .build();
  }

  private static double quantile(long[] sorted, double quantile) {
    return sorted[(int) (quantile * (sorted.length - 1))] / MICRO;
  }

  private static String quantiles(long[] sorted) {
    return String.format(
        Locale.ROOT,
        "p50 %.1f, p99 %.1f, p99.9 %.1f",
        quantile(sorted, 0.5),
        quantile(sorted, 0.99),
        quantile(sorted, 0.999));
  }

  private static String row(String name, String value) {
    return "| " + name + " | " + value + " |\n";
  }

  /** Times what the log does while the caller waits. Only one thread calls it. */
  private static final class HandOver implements InteractionListener {
    private final InteractionListener log;
    private final long[] nanos;
    private final long[] cpuNanos;
    private int count;

    private HandOver(InteractionListener log, int calls) {
      this.log = log;
      this.nanos = new long[calls];
      this.cpuNanos = new long[calls];
    }

    @Override
    public void ended(Interaction interaction) {
      long cpu = THREADS.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      log.ended(interaction);
      nanos[count] = System.nanoTime() - start;
      cpuNanos[count++] = THREADS.getCurrentThreadCpuTime() - cpu;
    }

    private long[] sorted(long[] values) {
      long[] sorted = Arrays.copyOf(values, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
