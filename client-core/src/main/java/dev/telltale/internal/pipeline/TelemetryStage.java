package dev.telltale.internal.pipeline;

import dev.telltale.ChatResponse;
import dev.telltale.LlmException;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.http.SentHeaders;
import dev.telltale.internal.retry.CallLog;
import dev.telltale.internal.telemetry.ChatInstrumenter;
import dev.telltale.internal.telemetry.ChatRecording;
import dev.telltale.provider.ErrorDetails;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Records the call: a span that is current while the stages below work, and that ends with the
 * answer, the failure or the stream, once.
 */
final class TelemetryStage implements Stage {
  private final ChatInstrumenter instrumenter;

  TelemetryStage(ChatInstrumenter instrumenter) {
    this.instrumenter = instrumenter;
  }

  @Override
  @SuppressWarnings("try") // The scope is for its close.
  public Reply run(ChatCall call, Chain rest) {
    ChatRecording recording =
        instrumenter.start(
            call.provider(), call.request(), call.model(), call.options(), call.form());
    call.listener().recording(recording);
    try (Scope current = recording.context().makeCurrent()) {
      Follower follower = new Follower(recording, call.log(), call.listener());
      Reply reply = rest.proceed(call.followedBy(follower, recording.traced()));
      return reply instanceof Reply.Whole whole ? ended(call, recording, whole) : reply;
    } catch (StreamException failure) {
      recording.fail(failure);
      call.log().priced(recording.cost());
      throw failure;
    } catch (LlmException failure) {
      recording.fail(failure);
      call.log().priced(recording.cost());
      throw failure;
    } catch (RuntimeException | Error bug) {
      // Not the call's failure but someone's bug: it passes, and the span still ends.
      recording.fail(bug);
      throw bug;
    }
  }

  private static Reply ended(ChatCall call, ChatRecording recording, Reply.Whole whole) {
    ChatResponse response = recording.end(whole.response());
    call.log().priced(recording.cost());
    return new Reply.Whole(response);
  }

  /** Passes what happens to a call on to its recording, then to whoever follows from above. */
  private static final class Follower extends ForwardingListener {
    private final ChatRecording recording;
    private final CallLog log;

    Follower(ChatRecording recording, CallLog log, CallListener above) {
      super(above);
      this.recording = recording;
      this.log = log;
    }

    @Override
    public void sending(SentHeaders headers) {
      recording.sending(headers);
      super.sending(headers);
    }

    @Override
    public void retrying(int number, ErrorDetails failure, Duration wait) {
      recording.retrying(number, failure, wait);
      super.retrying(number, failure, wait);
    }

    @Override
    public void awaiting() {
      recording.awaiting();
      super.awaiting();
    }

    @Override
    public void chunk(@Nullable String model) {
      recording.chunk(model);
      super.chunk(model);
    }

    @Override
    public ChatResponse ended(
        StreamOutcome outcome, ChatResponse response, @Nullable ErrorDetails failure) {
      ChatResponse priced = recording.end(outcome, response, failure);
      log.priced(recording.cost());
      return super.ended(outcome, priced, failure);
    }
  }
}
