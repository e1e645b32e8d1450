package dev.telltale.observability.promptlog;

import dev.telltale.telemetry.Interaction;
import dev.telltale.telemetry.InteractionListener;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A prompt log at work: is told of calls, decides which to keep, and writes them on one thread of
 * its own, a daemon.
 *
 * <p>Thread-safe. Whoever starts it closes it, after the clients. A call waits for it no longer
 * than it takes to decide and to queue, unless the log is durable.
 */
public final class PromptRecorder implements InteractionListener, AutoCloseable {
  private static final Logger LOGGER = System.getLogger(PromptRecorder.class.getName());

  private static final int FLUSH_EACH = 64;
  private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_DURABLE_WAIT = Duration.ofSeconds(5);

  private final PromptLog log;
  private final KeepRules rules;
  private final RecordWriter writer;
  private final PromptQueue queue;
  private final List<PromptSink> sinks;
  private final RateLimit failureRate;
  private final RateLimit successRate;
  private final Thread thread;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong rateLimited = new AtomicLong();
  private final AtomicLong overflowed = new AtomicLong();
  private final AtomicLong failedWrites = new AtomicLong();
  private final AtomicLong withoutContent = new AtomicLong();

  private PromptRecorder(PromptLog log, List<PromptSink> sinks) {
    this.log = log;
    this.rules = log.rules();
    this.writer = new RecordWriter(log.policy(), log.redactor());
    this.queue =
        new PromptQueue(
            PromptLog.QUEUED_CALLS,
            PromptLog.QUEUED_BYTES,
            log.isDurable() ? Duration.ZERO : PAUSE);
    this.sinks = sinks;
    this.failureRate = new RateLimit(log.failuresPerSecond(), log.nanoTime());
    this.successRate = new RateLimit(log.successesPerSecond(), log.nanoTime());
    this.thread = new Thread(this::run, "telltale-prompt-log");
    this.thread.setDaemon(true);
  }

  static PromptRecorder start(PromptLog log, OpenTelemetry openTelemetry) throws IOException {
    List<PromptSink> sinks = new ArrayList<>();
    try {
      for (PromptSink.Factory factory : log.sinks()) {
        sinks.add(factory.open(openTelemetry));
      }
    } catch (IOException | RuntimeException refused) {
      for (PromptSink sink : sinks) {
        sink.close();
      }
      throw refused;
    }
    PromptRecorder recorder = new PromptRecorder(log, List.copyOf(sinks));
    recorder.thread.start();
    return recorder;
  }

  @Override
  public void ended(Interaction interaction) {
    Verdict verdict = rules.decide(interaction);
    if (!verdict.keep()) {
      return;
    }
    if (!(verdict.sampled() ? successRate : failureRate).tryTake()) {
      rateLimited.incrementAndGet();
      return;
    }
    PendingCall call = new PendingCall(interaction, verdict);
    overflowed.addAndGet(queue.add(call));
    if (log.isDurable()) {
      await(call);
    }
  }

  /** What was done so far. */
  public PromptLogCounts counts() {
    return new PromptLogCounts(
        written.get(),
        rateLimited.get(),
        overflowed.get(),
        failedWrites.get(),
        withoutContent.get());
  }

  /** Writes what waits and closes the sinks, within 5 seconds; see {@link #close(Duration)}. */
  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }

  /**
   * Writes what waits and closes the sinks, or gives up after a time; then the writing goes on in
   * the background while the program lives. Idempotent; throws nothing.
   */
  public void close(Duration timeout) {
    queue.close();
    try {
      thread.join(Math.max(1, timeout.toMillis()));
      if (thread.isAlive()) {
        LOGGER.log(Logger.Level.WARNING, "The prompt log could not write everything in time.");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(PendingCall call) {
    try {
      if (!call.done.await(LONGEST_DURABLE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOGGER.log(Logger.Level.WARNING, "The prompt log did not confirm a record in time.");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<CountDownLatch> unconfirmed = new ArrayList<>();
    long flushed = System.nanoTime();
    try {
      List<PendingCall> calls = queue.take(FLUSH_EACH, FLUSH_INTERVAL.toMillis());
      while (calls != null) {
        for (PendingCall call : calls) {
          write(call);
          unconfirmed.add(call.done);
        }
        boolean due = System.nanoTime() - flushed >= FLUSH_INTERVAL.toNanos();
        if (log.isDurable() || due || unconfirmed.size() >= FLUSH_EACH) {
          flush(unconfirmed);
          flushed = System.nanoTime();
        }
        Duration sinceFlush = Duration.ofNanos(System.nanoTime() - flushed);
        // What is written must not wait for a whole interval once more.
        Duration wait = unconfirmed.isEmpty() ? FLUSH_INTERVAL : FLUSH_INTERVAL.minus(sinceFlush);
        calls = queue.take(FLUSH_EACH, Math.max(1, wait.toMillis()));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      flush(unconfirmed);
      for (PromptSink sink : sinks) {
        guarded(sink::close);
      }
    }
  }

  private void write(PendingCall call) {
    PromptRecord record;
    try {
      record = PromptRecord.parse(encode(call));
    } catch (Throwable notEncoded) {
      failed(notEncoded);
      return;
    }
    boolean all = true;
    for (PromptSink sink : sinks) {
      all &= guarded(() -> sink.write(record));
    }
    if (all) {
      written.incrementAndGet();
    }
  }

  /** Closed when redaction fails: then nothing of the content is kept. */
  private String encode(PendingCall call) throws IOException {
    try {
      return writer.write(call.interaction, call.verdict);
    } catch (Throwable notRedacted) {
      withoutContent.incrementAndGet();
      return writer.writeWithout(call.interaction, call.verdict, RecordWriter.REDACTION_FAILED);
    }
  }

  private void flush(List<CountDownLatch> unconfirmed) {
    for (PromptSink sink : sinks) {
      guarded(sink::flush);
    }
    unconfirmed.forEach(CountDownLatch::countDown);
    unconfirmed.clear();
  }

  /** A sink is anybody's code; whatever it throws must not end the thread. */
  private boolean guarded(SinkAction action) {
    try {
      action.run();
      return true;
    } catch (Throwable failure) {
      failed(failure);
      return false;
    }
  }

  private void failed(Throwable failure) {
    failedWrites.incrementAndGet();
    if (warned.compareAndSet(false, true)) {
      LOGGER.log(
          Logger.Level.WARNING,
          "The prompt log lost a record ({0}). Further losses are only counted.",
          failure.getClass().getName());
    }
  }

  /** What is done with a sink. */
  @FunctionalInterface
  private interface SinkAction {
    void run() throws IOException;
  }
}
