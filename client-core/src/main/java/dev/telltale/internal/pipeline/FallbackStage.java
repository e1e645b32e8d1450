package dev.telltale.internal.pipeline;

import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.pipeline.Candidate.Target;
import dev.telltale.internal.retry.Asked;
import dev.telltale.internal.retry.FallbackRules;
import dev.telltale.internal.retry.RetryRules;
import dev.telltale.internal.telemetry.ChatInstrumenter;
import dev.telltale.internal.telemetry.FallbackRecording;
import dev.telltale.provider.ErrorDetails;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks one candidate after the other until one answers, or fails in a way that another could not
 * mend. All share the call's deadline; with more than one, their spans have one parent.
 */
final class FallbackStage implements Stage {
  private static final ErrorDetails CANNOT_EXPRESS =
      ErrorDetails.builder(ErrorKind.BAD_REQUEST)
          .causeType(IllegalArgumentException.class.getName())
          .build();

  private final List<Candidate> candidates;
  private final ChatInstrumenter instrumenter;

  FallbackStage(List<Candidate> candidates, ChatInstrumenter instrumenter) {
    this.candidates = candidates;
    this.instrumenter = instrumenter;
  }

  @Override
  public Reply run(ChatCall call, Chain rest) {
    if (candidates.size() == 1) {
      return ask(candidates.get(0).target(call.request()), call, rest);
    }
    List<Target> targets =
        candidates.stream().map(candidate -> candidate.target(call.request())).toList();
    return askInTurn(targets, call, rest);
  }

  @SuppressWarnings("try") // The scope is for its close.
  private Reply askInTurn(List<Target> targets, ChatCall call, Chain rest) {
    FallbackRecording recording = instrumenter.startFallback();
    ChatCall followed = call.withListener(new Follower(recording, call.listener()));
    try (Scope current = recording.context().makeCurrent()) {
      Reply reply = new Turns(targets, followed, rest, recording).next(0, null);
      if (reply instanceof Reply.Whole) {
        recording.end(null);
      }
      return reply;
    } catch (LlmException failure) {
      recording.end(failure.details());
      throw failure;
    } catch (RuntimeException | Error bug) {
      recording.fail(bug);
      throw bug;
    }
  }

  private static Reply ask(Target target, ChatCall call, Chain rest) {
    Asked asked = call.log().asks(target.provider().info().name(), target.model());
    try {
      return rest.proceed(call.withTarget(target));
    } catch (LlmException failure) {
      asked.failed(failure.kind());
      throw failure;
    } catch (IllegalArgumentException cannotExpress) {
      asked.failed(ErrorKind.BAD_REQUEST);
      throw cannotExpress;
    }
  }

  /** The candidates of one call, in turn. */
  private record Turns(
      List<Target> targets, ChatCall call, Chain rest, FallbackRecording recording) {

    /**
     * Asks the candidate at an index, and those after it.
     *
     * @param before why the one before it was unavailable, or null for the first
     */
    Reply next(int index, @Nullable LlmException before) {
      Target target = targets.get(index);
      try {
        Reply reply = ask(target, call, rest);
        recording.served(target.provider().info(), target.model());
        return reply;
      } catch (LlmException failure) {
        suppress(failure, before);
        if (!FallbackRules.unavailable(failure.details())) {
          throw failure;
        }
        return after(index, failure.details(), failure);
      } catch (IllegalArgumentException cannotExpress) {
        if (before == null) {
          throw cannotExpress;
        }
        // The call did not fail for what it asks, but because the candidate before was down.
        before.addSuppressed(cannotExpress);
        return after(index, CANNOT_EXPRESS, before);
      }
    }

    @SuppressWarnings("ReferenceEquality") // An interceptor may throw the same one again.
    private static void suppress(LlmException failure, @Nullable LlmException before) {
      if (before != null && before != failure) {
        failure.addSuppressed(before);
      }
    }

    private Reply after(int index, ErrorDetails reason, LlmException failure) {
      if (index + 1 == targets.size() || !RetryRules.timeForAttempt(call.deadline().remaining())) {
        throw failure;
      }
      Target target = targets.get(index);
      recording.passedOver(target.provider().info(), target.model(), reason);
      return next(index + 1, failure);
    }
  }

  /** Ends the parent span with the stream, after the span of the candidate that serves it. */
  private static final class Follower extends ForwardingListener {
    private final FallbackRecording recording;

    Follower(FallbackRecording recording, CallListener above) {
      super(above);
      this.recording = recording;
    }

    @Override
    public ChatResponse ended(
        StreamOutcome outcome, ChatResponse response, @Nullable ErrorDetails failure) {
      recording.end(failure);
      return super.ended(outcome, response, failure);
    }
  }
}
