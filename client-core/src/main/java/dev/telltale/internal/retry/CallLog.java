package dev.telltale.internal.retry;

import dev.telltale.CallReport;
import dev.telltale.Cost;
import dev.telltale.ResponseHeaders;
import dev.telltale.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
  private final Object lock = new Object();

  /* Written under the lock. The lists are immutable, and replaced: most calls have one of each. */

  private volatile List<Asked> candidates = List.of();
  private volatile List<Attempt> attempts = List.of();
  private volatile Cost cost = Cost.notComputed();

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
    synchronized (lock) {
      candidates = with(candidates, asked);
    }
    return asked;
  }

  /** An attempt begins. */
  public Attempt begin(String provider, String model, int number, Duration wait) {
    Attempt attempt = new Attempt(this, provider, model, number, wait);
    synchronized (lock) {
      attempts = with(attempts, attempt);
    }
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
  public void priced(Cost asked) {
    synchronized (lock) {
      cost = cost.plus(asked);
    }
  }

  /** What the call has cost in all. */
  public Cost cost() {
    return cost;
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
    return CallReport.builder(Duration.ofNanos(end - startNanos)).stream(timeToFirstChunk(), chunks)
        .candidates(each(candidates, Asked::toReport))
        .attempts(each(attempts, Attempt::toReport))
        .queueTime(queueTime())
        .answer(usage, headers)
        .cost(cost())
        .build();
  }

  private static <T> List<T> with(List<T> before, T next) {
    if (before.isEmpty()) {
      return List.of(next);
    }
    List<T> all = new ArrayList<>(before);
    all.add(next);
    return List.copyOf(all);
  }

  private static <S, T> List<T> each(List<S> list, Function<S, T> report) {
    if (list.size() == 1) {
      return List.of(report.apply(list.get(0)));
    }
    List<T> reports = new ArrayList<>(list.size());
    list.forEach(element -> reports.add(report.apply(element)));
    return List.copyOf(reports);
  }

  private @Nullable Duration timeToFirstChunk() {
    return firstChunkNanos == NEVER ? null : Duration.ofNanos(firstChunkNanos - startNanos);
  }
}
