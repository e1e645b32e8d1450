package dev.telltale.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.internal.pipeline.Candidate.Target;
import dev.telltale.internal.retry.Attempt;
import dev.telltale.internal.retry.CallLog;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.internal.retry.Deadline;
import dev.telltale.internal.retry.Timeouts.Timers;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.WireRequest;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the stages: what was asked for, how to end it, and who follows it.
 *
 * @param timers how long the call may take, whoever is asked and however often
 * @param target whom to ask for which model, below the stage that chooses
 * @param outgoing what is about to be sent, below the stage that encodes
 */
record ChatCall(
    ChatRequest request,
    CallOptions options,
    AnswerForm form,
    Timers timers,
    Cancellation cancellation,
    CallLog log,
    CallListener listener,
    @Nullable Target target,
    @Nullable Outgoing outgoing) {

  /**
   * The same call with this request and options, and their timers; encoded anew where it was
   * encoded before.
   */
  ChatCall asking(ChatRequest asked, CallOptions chosen) {
    Outgoing sent =
        outgoing == null || asked.equals(request)
            ? outgoing
            : new Outgoing(provider().encode(asked, model(), form), outgoing.attempt());
    return new ChatCall(
        asked, chosen, form, changed(chosen), cancellation, log, listener, target, sent);
  }

  ChatCall withListener(CallListener followed) {
    return new ChatCall(
        request, options, form, timers, cancellation, log, followed, target, outgoing);
  }

  ChatCall withTarget(Target asked) {
    return new ChatCall(
        request, options, form, timers, cancellation, log, listener, asked, outgoing);
  }

  /** The same call for this listener, with options that bear on nothing before it is sent. */
  ChatCall followedBy(CallListener followed, CallOptions sent) {
    return new ChatCall(request, sent, form, timers, cancellation, log, followed, target, outgoing);
  }

  ChatCall withOutgoing(Outgoing sent) {
    return new ChatCall(request, options, form, timers, cancellation, log, listener, target, sent);
  }

  /** When the whole answer, or the first event of a stream, has to be there. */
  Deadline deadline() {
    return timers.opening();
  }

  /** Whom to ask; only below the stage that chooses. */
  ChatProvider provider() {
    return requireNonNull(target, "target").provider();
  }

  /** The model to ask; only below the stage that chooses. */
  String model() {
    return requireNonNull(target, "target").model();
  }

  /** What is about to be sent; only below the stage that encodes. */
  Outgoing requireOutgoing() {
    return requireNonNull(outgoing, "outgoing");
  }

  private Timers changed(CallOptions chosen) {
    return chosen.equals(options) ? timers : timers.changed(chosen);
  }

  /** One attempt at sending the encoded request. */
  record Outgoing(WireRequest request, Attempt attempt) {}
}
