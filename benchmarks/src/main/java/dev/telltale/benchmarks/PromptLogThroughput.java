package dev.telltale.benchmarks;

import dev.telltale.CallReport;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.FinishReason;
import dev.telltale.Message;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.observability.promptlog.PromptLogCounts;
import dev.telltale.observability.promptlog.PromptRecorder;
import dev.telltale.observability.promptlog.store.EncryptedSegmentStore;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.observability.promptlog.store.StoredEntry;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.Interaction;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** How many records of 8 KiB a second are taken in: by the whole log, and by its store alone. */
final class PromptLogThroughput {
  private static final int ROUNDS = 3;
  private static final int IN_FLIGHT = 128;
  private static final int FLUSH_EACH = 64;
  private static final double NANOS = 1e9;

  private final Rounds whole;
  private final Rounds grouped;
  private final Rounds durable;

  private PromptLogThroughput(Rounds whole, Rounds grouped, Rounds durable) {
    this.whole = whole;
    this.grouped = grouped;
    this.durable = durable;
  }

  static PromptLogThroughput measure(Path scratch, double seconds) throws IOException {
    double[] whole = new double[ROUNDS];
    double[] grouped = new double[ROUNDS];
    double[] durable = new double[ROUNDS];
    // The first round is for the compiler.
    for (int round = -1; round < ROUNDS; round++) {
      double throughLog = throughLog(scratch, seconds);
      double inGroups = intoStore(scratch, seconds, FLUSH_EACH);
      double oneByOne = intoStore(scratch, seconds, 1);
      if (round >= 0) {
        whole[round] = throughLog;
        grouped[round] = inGroups;
        durable[round] = oneByOne;
      }
    }
    return new PromptLogThroughput(Rounds.of(whole), Rounds.of(grouped), Rounds.of(durable));
  }

  String markdown() {
    return "| records of 8 KiB | a second |\n|---|---|\n"
        + String.format(
            Locale.ROOT,
            "| redacted, encoded, encrypted, written | %s |%n"
                + "| store alone, a flush for each 64 | %s |%n"
                + "| store alone, a flush for each (`durable()`) | %s |%n",
            whole.text(),
            grouped.text(),
            durable.text());
  }

  private static double throughLog(Path scratch, double seconds) throws IOException {
    PromptLog log =
        PromptLog.encrypted(scratch.resolve("whole"), Keys.fileOrNew(scratch.resolve("key")))
            .sampleSuccesses(1)
            .successesPerSecond(1e9);
    Interaction[] calls = calls();
    PromptRecorder recorder = log.start(OpenTelemetry.noop());
    long start = System.nanoTime();
    long sent = 0;
    while (System.nanoTime() - start < seconds * NANOS) {
      if (sent - recorder.counts().written() < IN_FLIGHT) {
        recorder.ended(calls[(int) (sent++ % calls.length)]);
      } else {
        LockSupport.parkNanos(50_000);
      }
    }
    recorder.close();
    double took = (System.nanoTime() - start) / NANOS;
    PromptLogCounts counts = recorder.counts();
    if (counts.written() != sent) {
      throw new IllegalStateException("Of " + sent + " records the log has " + counts);
    }
    return sent / took;
  }

  private static double intoStore(Path scratch, double seconds, int flushEach) throws IOException {
    StoredEntry[] entries = entries();
    long start = System.nanoTime();
    long sent = 0;
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(
                scratch.resolve("store"), Keys.fileOrNew(scratch.resolve("key")))
            .open()) {
      while (System.nanoTime() - start < seconds * NANOS) {
        store.append(entries[(int) (sent++ % entries.length)]);
        if (sent % flushEach == 0) {
          store.flush();
        }
      }
    }
    return sent * NANOS / (System.nanoTime() - start);
  }

  /** Entries as large as the records of calls are. */
  static StoredEntry[] entries() {
    ChatRequest[] requests = VariedText.requests();
    StoredEntry[] entries = new StoredEntry[requests.length];
    for (int i = 0; i < entries.length; i++) {
      String json = "{\"schema\":1,\"text\":\"" + requests[i].messages().get(0).text() + "\"}";
      String trace = String.format(Locale.ROOT, "%032x", i + 1);
      entries[i] = new StoredEntry(Instant.EPOCH, StoredEntry.Kind.SUCCESS, trace, "stop", json);
    }
    return entries;
  }

  private static Interaction[] calls() {
    ProviderInfo provider =
        new ProviderInfo(
            "openai", Endpoint.parse("https://api.example/v1", Endpoint.Insecure.REFUSED), null);
    ChatResponse answer =
        ChatResponse.builder()
            .model(Scenario.MODEL)
            .choices(
                List.of(
                    Choice.builder(0, Message.assistant(Scenario.SMALL.answer()))
                        .finishReason(FinishReason.STOP, "stop")
                        .build()))
            .build();
    ChatRequest[] requests = VariedText.requests();
    Interaction[] calls = new Interaction[requests.length];
    for (int i = 0; i < calls.length; i++) {
      calls[i] =
          Interaction.builder(
                  String.format(Locale.ROOT, "%032x", i + 1), requests[i], provider, "gpt-4o-mini")
              .startedAt(Instant.EPOCH)
              .report(CallReport.builder(Duration.ofMillis(120)).build())
              .response(answer)
              .build();
    }
    return calls;
  }
}
