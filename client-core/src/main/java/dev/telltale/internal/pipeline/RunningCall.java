package dev.telltale.internal.pipeline;

import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.http.SentHeaders;
import dev.telltale.internal.retry.CallLog;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.internal.retry.Deadline;
import dev.telltale.internal.retry.Reported;
import dev.telltale.internal.telemetry.ChatRecording;
import dev.telltale.provider.ErrorDetails;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call from the moment it was asked for until it has returned and the streams it opened have
 * ended: can be cancelled all that time, and writes its log.
 */
final class RunningCall implements CallListener {
  private final InFlight inFlight;
  private final CallQueue.Place place;
  private final Deadline deadline;
  private final Cancellation cancellation = new Cancellation();
  private final CallLog log = new CallLog(System::nanoTime);
  private volatile @Nullable Thread thread;

  /** One for the call itself until it returns, and one for each stream until it ends. */
  private final AtomicInteger goingOn = new AtomicInteger(1);

  RunningCall(InFlight inFlight, CallQueue.Place place, Deadline deadline) {
    this.inFlight = inFlight;
    this.place = place;
    this.deadline = deadline;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  CallLog log() {
    return log;
  }

  /** Its place among the calls of the client, which it has until it ends. */
  CallQueue.Place place() {
    return place;
  }

  /** Until when it waits for its turn. */
  Deadline deadline() {
    return deadline;
  }

  /** An async call got its thread. */
  void dequeued() {
    log.dequeued();
  }

  /** The call goes on on this thread. */
  void onThread(Thread current) {
    thread = current;
  }

  boolean onCurrentThread() {
    return Thread.currentThread().equals(thread);
  }

  /**
   * Runs the call to its reply, when its turn has come; a stream ends later, and tells so itself.
   */
  Reply finished(Supplier<Reply> call) {
    onThread(Thread.currentThread());
    try {
      awaitTurn();
      Reply reply = call.get();
      return reply instanceof Reply.Whole whole
          ? new Reply.Whole(reported(whole.response()))
          : reply;
    } catch (LlmException failure) {
      log.answered(failure.details().usage(), failure.details().headers());
      throw Reported.failure(failure, log::report);
    } finally {
      partEnded();
    }
  }

  @Override
  public void opened() {
    goingOn.incrementAndGet();
  }

  @Override
  public void recording(ChatRecording started) {}

  @Override
  public void sending(SentHeaders headers) {}

  @Override
  public void retrying(int number, ErrorDetails failure, Duration wait) {}

  @Override
  public void awaiting() {}

  @Override
  public void chunk(@Nullable String model) {
    log.chunk();
  }

  @Override
  public ChatResponse ended(
      StreamOutcome outcome, ChatResponse response, @Nullable ErrorDetails failure) {
    partEnded();
    return reported(response);
  }

  @Override
  public void closed(
      StreamOutcome outcome, ChatResponse response, @Nullable LlmException failure) {}

  /** Whatever ends the wait: the call goes on, and finds out that it is cancelled or late. */
  private void awaitTurn() {
    if (!place.unlimited() && !place.taken() && !over()) {
      askForTurn();
    }
    if (inFlight.closed()) {
      // The turn may have come because closing the client ended another call.
      cancellation.cancel(ErrorKind.CLIENT_CLOSED);
    }
  }

  private void askForTurn() {
    switch (place.ask(cancellation::changed)) {
      case TAKEN -> {}
      case REFUSED -> cancellation.cancel(ErrorKind.REJECTED);
      case WAITS -> {
        waitInQueue();
        log.dequeued();
      }
    }
  }

  private void waitInQueue() {
    try {
      cancellation.awaitUntil(place::taken, deadline.remaining());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      cancellation.cancel(ErrorKind.CANCELLED);
    }
    if (!place.taken()) {
      place.leave();
    }
  }

  private boolean over() {
    return cancellation.reason() != null || deadline.remaining().isZero();
  }

  private ChatResponse reported(ChatResponse response) {
    log.answered(response.usage(), response.headers());
    return response.toBuilder().report(log.report()).build();
  }

  /** The call itself has returned, or a stream of it has ended. */
  void partEnded() {
    if (goingOn.decrementAndGet() == 0) {
      log.ended();
      place.leave();
      inFlight.ended(this);
    }
  }
}
