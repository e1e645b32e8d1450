package dev.telltale.observability.promptlog;

import static java.util.Objects.requireNonNull;

import dev.telltale.observability.promptlog.store.EncryptedSegmentStore;
import dev.telltale.observability.promptlog.store.KeyProvider;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Which calls are kept whole, what is taken out of them, and where they go.
 *
 * <pre>{@code
 * PromptLog promptLog =
 *     PromptLog.encrypted(directory, Keys.environment()).allFailures().sampleSuccesses(0.05);
 * }</pre>
 *
 * <p>The decision falls after the outcome is known, and does not depend on whether the span is
 * sampled or content is captured in telemetry. Everything is redacted before it is kept ({@link
 * Redactors#all}). Immutable and thread-safe; every setter returns a copy.
 */
public final class PromptLog {
  static final int QUEUED_CALLS = 1024;
  static final long QUEUED_BYTES = 32L << 20;

  private static final double FAILURES_PER_SECOND = 100;
  private static final double SUCCESSES_PER_SECOND = 10;

  private final List<PromptSink.Factory> sinks;
  private final KeepRules rules;
  private final ContentPolicy policy;
  private final Redactor redactor;
  private final Rates rates;
  private final boolean durable;

  private PromptLog(Draft draft) {
    this.sinks = draft.sinks;
    this.rules = draft.rules;
    this.policy = draft.policy;
    this.redactor = draft.redactor;
    this.rates = draft.rates;
    this.durable = draft.durable;
  }

  /**
   * Keeps records in encrypted files in a directory of its own, for 7 days and up to 1 GiB.
   *
   * @param directory is made if it is missing; its parent must be there
   */
  public static PromptLog encrypted(Path directory, KeyProvider keys) {
    return encrypted(EncryptedSegmentStore.builder(directory, keys));
  }

  /** Keeps records in an encrypted store that is set up otherwise; it is opened at the start. */
  public static PromptLog encrypted(EncryptedSegmentStore.Builder store) {
    requireNonNull(store, "store");
    return to(openTelemetry -> new StoreSink(store.open()));
  }

  /**
   * Sends records as log events to the OpenTelemetry that calls are reported to. They leave the
   * program readable; who may read them is up to what is behind it.
   */
  public static PromptLog logEvents() {
    return to(LogEventSink::new);
  }

  /** Appends records to a file, one JSON object per line, for everyone who may read the file. */
  public static PromptLog unencryptedJsonLines(Path file) {
    requireNonNull(file, "file");
    return to(openTelemetry -> JsonLinesSink.open(file));
  }

  /** Gives records to a sink of one's own. */
  public static PromptLog to(PromptSink.Factory sink) {
    return new PromptLog(new Draft(List.of(requireNonNull(sink, "sink"))));
  }

  /** Gives records to the sinks of another prompt log too; of that one nothing else counts. */
  public PromptLog andTo(PromptLog other) {
    Draft draft = new Draft(this);
    draft.sinks = Stream.concat(sinks.stream(), other.sinks.stream()).toList();
    return new PromptLog(draft);
  }

  /**
   * Keeps every call that did not end as it should: with an error, at its token limit, filtered,
   * truncated, or with tool arguments that are not JSON. At most 100 a second are kept.
   */
  public PromptLog allFailures() {
    return with(
        new KeepRules(
            true, rules.successProbability(), rules.slowerThan(), rules.costlierThanUsd()));
  }

  /**
   * Keeps this part of the calls that went well, chosen by their trace: all programs on a trace
   * choose alike. At most 10 a second are kept.
   *
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public PromptLog sampleSuccesses(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be between 0 and 1: " + probability);
    }
    return with(
        new KeepRules(rules.failures(), probability, rules.slowerThan(), rules.costlierThanUsd()));
  }

  /** Keeps every call that takes longer. */
  public PromptLog slowerThan(Duration duration) {
    return with(
        new KeepRules(
            rules.failures(),
            rules.successProbability(),
            requireNonNull(duration, "duration"),
            rules.costlierThanUsd()));
  }

  /** Keeps every call that costs more, in US dollars. */
  public PromptLog costlierThan(BigDecimal usd) {
    return with(
        new KeepRules(
            rules.failures(),
            rules.successProbability(),
            rules.slowerThan(),
            requireNonNull(usd, "usd")));
  }

  /**
   * Sets how many failures, slow and costly calls are kept per second, and twice as many at once.
   * Default: 100.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public PromptLog failuresPerSecond(double most) {
    Draft draft = new Draft(this);
    draft.rates = new Rates(positive(most), rates.successes(), rates.nanoTime());
    return new PromptLog(draft);
  }

  /**
   * Sets how many sampled successes are kept per second, and twice as many at once. Default: 10.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public PromptLog successesPerSecond(double most) {
    Draft draft = new Draft(this);
    draft.rates = new Rates(rates.failures(), positive(most), rates.nanoTime());
    return new PromptLog(draft);
  }

  /** Sets the redactor, in place of {@link Redactors#all}. */
  public PromptLog redactor(Redactor redactor) {
    Draft draft = new Draft(this);
    draft.redactor = requireNonNull(redactor, "redactor");
    return new PromptLog(draft);
  }

  /** Sets what of a conversation is kept. Default: everything, redacted. */
  public PromptLog content(ContentPolicy policy) {
    Draft draft = new Draft(this);
    draft.policy = requireNonNull(policy, "policy");
    return new PromptLog(draft);
  }

  /**
   * Has every call that is kept wait until its record is on the disk, at most 5 seconds. Without it
   * a power failure costs at most a second of records, and the end of the program those that still
   * wait to be written.
   */
  public PromptLog durable() {
    Draft draft = new Draft(this);
    draft.durable = true;
    return new PromptLog(draft);
  }

  /**
   * Opens the sinks and starts to write, for who does not use {@code Observability}: the recorder
   * is a listener for {@code Telemetry.builder()}. The caller closes it.
   *
   * @param openTelemetry for {@link #logEvents}; never closed
   * @throws IOException if a sink cannot be opened
   */
  public PromptRecorder start(OpenTelemetry openTelemetry) throws IOException {
    return PromptRecorder.start(this, requireNonNull(openTelemetry, "openTelemetry"));
  }

  /** Stands in for the clock of the rate limits in tests. */
  PromptLog nanoTime(LongSupplier nanoTime) {
    Draft draft = new Draft(this);
    draft.rates = new Rates(rates.failures(), rates.successes(), nanoTime);
    return new PromptLog(draft);
  }

  List<PromptSink.Factory> sinks() {
    return sinks;
  }

  KeepRules rules() {
    return rules;
  }

  ContentPolicy policy() {
    return policy;
  }

  Redactor redactor() {
    return redactor;
  }

  double failuresPerSecond() {
    return rates.failures();
  }

  double successesPerSecond() {
    return rates.successes();
  }

  LongSupplier nanoTime() {
    return rates.nanoTime();
  }

  boolean isDurable() {
    return durable;
  }

  private PromptLog with(KeepRules changed) {
    Draft draft = new Draft(this);
    draft.rules = changed;
    return new PromptLog(draft);
  }

  private static double positive(double most) {
    if (!(most > 0)) {
      throw new IllegalArgumentException("The most per second must be positive: " + most);
    }
    return most;
  }

  /** How many calls are kept per second. */
  private record Rates(double failures, double successes, LongSupplier nanoTime) {}

  /** The fields of a copy while one of them is replaced. */
  private static final class Draft {
    private List<PromptSink.Factory> sinks;
    private KeepRules rules = new KeepRules(false, 0, null, null);
    private ContentPolicy policy = ContentPolicy.keepAll();
    private Redactor redactor = Redactors.all();
    private Rates rates = new Rates(FAILURES_PER_SECOND, SUCCESSES_PER_SECOND, System::nanoTime);
    private boolean durable;

    private Draft(List<PromptSink.Factory> sinks) {
      this.sinks = sinks;
    }

    private Draft(PromptLog from) {
      this.sinks = from.sinks;
      this.rules = from.rules;
      this.policy = from.policy;
      this.redactor = from.redactor;
      this.rates = from.rates;
      this.durable = from.durable;
    }
  }
}
