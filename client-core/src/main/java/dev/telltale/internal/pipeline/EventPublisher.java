package dev.telltale.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatResponse;
import dev.telltale.StreamCallback;
import dev.telltale.StreamEvent;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Publishes the events of one call to one subscriber; the call is made once it asks for any. */
final class EventPublisher implements Flow.Publisher<StreamEvent> {
  private final Function<StreamCallback, AsyncCall<ChatResponse>> calls;
  private final AtomicBoolean taken = new AtomicBoolean();

  EventPublisher(Function<StreamCallback, AsyncCall<ChatResponse>> calls) {
    this.calls = calls;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super StreamEvent> subscriber) {
    requireNonNull(subscriber, "subscriber");
    if (taken.compareAndSet(false, true)) {
      new EventSubscription(calls, subscriber).begin();
    } else {
      subscriber.onSubscribe(NoEvents.INSTANCE);
      subscriber.onError(
          new IllegalStateException("A stream can be read once; this one has a subscriber"));
    }
  }

  /** What a subscriber that comes too late gets before its error. */
  private enum NoEvents implements Flow.Subscription {
    INSTANCE;

    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }
}
