package dev.telltale.internal.pipeline;

import dev.telltale.CallOptions;
import dev.telltale.CallReport;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.provider.ErrorDetails;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Internal: calls that follow each other, and what happens between them, as one thing that can be
 * cancelled. Closing the client ends it, as it ends a call.
 *
 * <p>Cancelling ends the call that is being made, by the series' {@link Cancellation}; what else is
 * to be ended then is for its owner to say, between calls.
 */
public final class CallSeries {
  private final RealChatClient client;
  private final RunningCall running;
  private final AtomicBoolean ended = new AtomicBoolean();

  CallSeries(RealChatClient client, RunningCall running) {
    this.client = client;
    this.running = running;
  }

  /** The one way to end all of it. */
  public Cancellation cancellation() {
    return running.cancellation();
  }

  /** Makes the next call. */
  public ChatResponse chat(ChatRequest request, CallOptions options) {
    return client.chat(request, options, cancellation());
  }

  /** Makes the next call as a stream, which cancelling ends until something else is set. */
  public ChatStream stream(ChatRequest request, CallOptions options) {
    return client.stream(request, options, cancellation());
  }

  /** Does the work on another thread, as an async call is done; who gets the future may cancel. */
  public <T> CompletableFuture<T> async(Supplier<T> work) {
    return client.async(running, work);
  }

  /** From here on the calling thread is the one that goes on with the series. */
  public void continueHere() {
    running.onThread(Thread.currentThread());
  }

  /** What a cancelled series is thrown, or null if it was not cancelled. */
  public @Nullable LlmException cancelled() {
    ErrorKind reason = cancellation().reason();
    return reason == null ? null : ended(reason);
  }

  /** What is thrown where the series ends for this reason. */
  public LlmException ended(ErrorKind reason) {
    return LlmException.from(ErrorDetails.builder(reason).report(this::report).build());
  }

  /**
   * How long the series took up to its end, or up to here; each of its calls has its own report.
   */
  public CallReport report() {
    return running.log().report();
  }

  /** The series is over; whatever comes after the first time is ignored. */
  public void end() {
    if (ended.compareAndSet(false, true)) {
      running.partEnded();
    }
  }
}
