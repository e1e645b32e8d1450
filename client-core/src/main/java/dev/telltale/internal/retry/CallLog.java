package dev.telltale.internal.retry;

import dev.telltale.CallReport;
import dev.telltale.Cost;
import dev.telltale.ResponseHeaders;
import dev.telltale.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one call so far, for its report. Written by the thread that makes the call or
 * reads the stream; the report may be asked for by any.
 */
public final class CallLog {
  private static final long NEVER = Long.MIN_VALUE;

  private final LongSupplier ticker;
  private final long startNanos;
  private final List<Asked> candidates = new CopyOnWriteArrayList<>();
  private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
  private final List<Cost> costs = new CopyOnWriteArrayList<>();
  private volatile long firstChunkNanos = NEVER;
  private volatile long endNanos = NEVER;
  private volatile long queuedNanos;
  private volatile long chunks;
  private volatile Usage usage = Usage.unknown();
  private volatile ResponseHeaders headers = ResponseHeaders.none();

  /** The log of a call that starts at this moment of a clock of nanoseconds. */
  public CallLog(LongSupplier ticker) {
    this.ticker = ticker;
    this.startNanos = ticker.getAsLong();
  }

  /** A candidate is asked. */
  public Asked asks(String provider, String model) {
    Asked asked = new Asked(provider, model);
    candidates.add(asked);
    return asked;
  }

  /** An attempt begins. */
  public Attempt begin(String provider, String model, int number, Duration wait) {
    Attempt attempt = new Attempt(this, provider, model, number, wait);
    attempts.add(attempt);
    return attempt;
  }

  /** How many attempts were begun. */
  public int attempts() {
    return attempts.size();
  }

  /** The call, which waited for its turn, need not any more. */
  public void dequeued() {
    queuedNanos = ticker.getAsLong() - startNanos;
  }

  /** How long the call waited for its turn. */
  public Duration queueTime() {
    return Duration.ofNanos(queuedNanos);
  }

  /** A chunk arrived. One thread at a time reads a stream, so counting needs no lock. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  public void chunk() {
    if (chunks == 0) {
      firstChunkNanos = ticker.getAsLong();
    }
    chunks++;
  }

  /** A model that was asked has cost this. */
  public void priced(Cost cost) {
    costs.add(cost);
  }

  /** What the call has cost in all. */
  public Cost cost() {
    Cost sum = Cost.notComputed();
    for (Cost cost : costs) {
      sum = sum.plus(cost);
    }
    return sum;
  }

  /** What the provider said, in an answer or of a failure; nothing where nobody was asked. */
  public void answered(Usage reported, ResponseHeaders sent) {
    if (!candidates.isEmpty()) {
      usage = reported;
      headers = sent;
    }
  }

  /** The call ended; only the first end counts. */
  public void ended() {
    if (endNanos == NEVER) {
      endNanos = ticker.getAsLong();
    }
  }

  /** The report of the call, up to its end or up to here. */
  public CallReport report() {
    long end = endNanos == NEVER ? ticker.getAsLong() : endNanos;
    List<CallReport.Attempt> tried = new ArrayList<>(attempts.size());
    for (Attempt attempt : attempts) {
      tried.add(attempt.toReport());
    }
    return CallReport.builder(Duration.ofNanos(end - startNanos)).stream(timeToFirstChunk(), chunks)
        .candidates(candidates.stream().map(Asked::toReport).toList())
        .attempts(tried)
        .queueTime(queueTime())
        .answer(usage, headers)
        .cost(cost())
        .build();
  }

  private @Nullable Duration timeToFirstChunk() {
    return firstChunkNanos == NEVER ? null : Duration.ofNanos(firstChunkNanos - startNanos);
  }
}
