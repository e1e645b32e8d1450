package dev.telltale.internal.pipeline;

import dev.telltale.CallReport;
import dev.telltale.ChatResponse;
import dev.telltale.LlmException;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.telemetry.ChatRecording;
import dev.telltale.internal.telemetry.GuardedListeners;
import dev.telltale.telemetry.Interaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tells the user's listeners of each logical call once it has ended: after every span below, with
 * the outcome that the caller sees. So it stands above all that may ask more than one model.
 */
final class InteractionStage implements Stage {
  private final GuardedListeners listeners;
  private final InstantSource clock;

  InteractionStage(GuardedListeners listeners, InstantSource clock) {
    this.listeners = listeners;
    this.clock = clock;
  }

  @Override
  public Reply run(ChatCall call, Chain rest) {
    Follower follower = new Follower(call, clock.instant());
    Reply reply;
    try {
      reply = rest.proceed(call.withListener(follower));
    } catch (StreamException failure) {
      follower.tell(failure.outcome(), failure.partial(), failure);
      throw failure;
    } catch (LlmException failure) {
      follower.tell(null, null, failure);
      throw failure;
    } catch (RuntimeException | Error bug) {
      follower.tell(null, null, null);
      throw bug;
    }
    if (reply instanceof Reply.Whole whole) {
      follower.tell(null, whole.response(), null);
    }
    return reply;
  }

  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "%016x%016x".formatted(random.nextLong(), random.nextLong());
  }

  /** Follows one call to its end. */
  private final class Follower extends ForwardingListener {
    private final ChatCall call;
    private final Instant start;

    /** Of the model asked last. Written before, and read after, what it records. */
    private volatile @Nullable ChatRecording recording;

    Follower(ChatCall call, Instant start) {
      super(call.listener());
      this.call = call;
      this.start = start;
    }

    @Override
    public void recording(ChatRecording started) {
      recording = started;
      super.recording(started);
    }

    @Override
    public void closed(
        StreamOutcome outcome, ChatResponse response, @Nullable LlmException failure) {
      super.closed(outcome, response, failure);
      tell(outcome, response, failure);
    }

    void tell(
        @Nullable StreamOutcome outcome,
        @Nullable ChatResponse response,
        @Nullable LlmException failure) {
      ChatRecording last = recording;
      if (last == null) {
        // Refused before anybody was asked.
        return;
      }
      CallReport report = call.log().report();
      listeners.ended(
          Interaction.builder(newId(), call.request(), last.provider(), last.model())
              .spanContext(last.spanContext())
              .errorType(last.errorType(failure))
              .options(call.options())
              .form(call.form())
              .response(response == null ? null : response.toBuilder().report(report).build())
              .error(failure)
              .outcome(outcome)
              .report(report)
              .startedAt(start)
              .build());
    }
  }
}
