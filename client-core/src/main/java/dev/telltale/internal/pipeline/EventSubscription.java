package dev.telltale.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.StreamCallback;
import dev.telltale.StreamEvent;
import dev.telltale.internal.retry.Cancellation;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands the events of a call to a subscriber, no more than it asked for. One event is read ahead of
 * the demand, so that the end of the stream is found without any.
 *
 * <p>The call's thread waits for demand through the call's cancellation, which therefore ends the
 * wait too. Thread-safe: a subscriber may ask and cancel from anywhere.
 */
final class EventSubscription implements Flow.Subscription, StreamCallback {
  /*
   * What is told to a subscriber must be told one after another. So the call is not begun before
   * onSubscribe has returned, however early the subscriber asks, and from then on only the call's
   * thread tells it anything.
   */

  private final Function<StreamCallback, AsyncCall<ChatResponse>> calls;
  private final AtomicLong demand = new AtomicLong();
  private final AtomicReference<State> state = new AtomicReference<>(State.SUBSCRIBING);

  /** Null once it is to hear no more. */
  private volatile Flow.@Nullable Subscriber<? super StreamEvent> subscriber;

  private volatile @Nullable AsyncCall<ChatResponse> call;
  private volatile @Nullable IllegalArgumentException misuse;

  EventSubscription(
      Function<StreamCallback, AsyncCall<ChatResponse>> calls,
      Flow.Subscriber<? super StreamEvent> subscriber) {
    this.calls = calls;
    this.subscriber = subscriber;
  }

  /** Tells the subscriber that it is one. */
  void begin() {
    boolean accepted = false;
    try {
      requireNonNull(subscriber).onSubscribe(this);
      accepted = true;
    } finally {
      if (!accepted) {
        cancel();
      }
    }
    state.set(State.SUBSCRIBED);
    beginWhenAsked();
  }

  @Override
  public void request(long count) {
    if (count > 0) {
      demand.accumulateAndGet(
          count, (left, more) -> left + more < 0 ? Long.MAX_VALUE : left + more);
    } else {
      misuse = new IllegalArgumentException("A subscriber asks for 1 event or more, not " + count);
    }
    beginWhenAsked();
    AsyncCall<ChatResponse> running = call;
    if (running != null) {
      running.cancellation().changed();
      cancelIfUnwanted(running);
    }
  }

  @Override
  public void cancel() {
    subscriber = null;
    AsyncCall<ChatResponse> running = call;
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void event(StreamEvent event) {
    if (awaitDemand(requireNonNull(call).cancellation())) {
      demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
      Flow.Subscriber<? super StreamEvent> told = subscriber;
      if (told != null) {
        told.onNext(event);
      }
    }
  }

  @Override
  public void completed(ChatResponse response) {
    Flow.Subscriber<? super StreamEvent> told = subscriber;
    subscriber = null;
    if (told != null) {
      told.onComplete();
    }
  }

  @Override
  public void failed(Throwable failure) {
    Flow.Subscriber<? super StreamEvent> told = subscriber;
    subscriber = null;
    if (told != null) {
      IllegalArgumentException mistake = misuse;
      told.onError(mistake == null ? failure : mistake);
    }
  }

  private void beginWhenAsked() {
    boolean asked = demand.get() > 0 || misuse != null;
    if (!asked || !state.compareAndSet(State.SUBSCRIBED, State.BEGUN)) {
      return;
    }
    AsyncCall<ChatResponse> begun;
    try {
      begun = calls.apply(this);
    } catch (RuntimeException refused) {
      // A closed client, or a request without a model: nobody but the subscriber is here to tell.
      failed(refused);
      return;
    }
    call = begun;
    cancelIfUnwanted(begun);
    begun.submit();
  }

  /** Whoever cancelled or misused the subscription may not have seen its call. */
  private void cancelIfUnwanted(AsyncCall<ChatResponse> running) {
    if (subscriber == null || misuse != null) {
      running.cancel();
    }
  }

  private boolean awaitDemand(Cancellation cancellation) {
    try {
      return cancellation.awaitUntil(() -> demand.get() > 0);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      cancellation.cancel(ErrorKind.CANCELLED);
      return false;
    }
  }

  private enum State {
    SUBSCRIBING,
    SUBSCRIBED,
    BEGUN
  }
}
