package dev.telltale.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.internal.retry.Attempt;
import dev.telltale.internal.retry.CallLog;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.internal.retry.Deadline;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.provider.WireRequest;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the stages: what was asked for, how to end it, and who follows it.
 *
 * @param model the model to ask: the request's own, or the provider's default
 * @param outgoing what is about to be sent, below the stage that encodes
 */
record ChatCall(
    ChatProvider provider,
    ChatRequest request,
    String model,
    CallOptions options,
    AnswerForm form,
    Cancellation cancellation,
    CallLog log,
    CallListener listener,
    @Nullable Outgoing outgoing) {

  static String model(ProviderInfo info, ChatRequest request) {
    String model = request.model() == null ? info.defaultModel() : request.model();
    if (model == null) {
      throw new IllegalStateException(
          "No model is named; set one on the provider's builder or on the request");
    }
    return model;
  }

  ChatCall withListener(CallListener followed) {
    return new ChatCall(
        provider, request, model, options, form, cancellation, log, followed, outgoing);
  }

  ChatCall withOutgoing(Outgoing sent) {
    return new ChatCall(provider, request, model, options, form, cancellation, log, listener, sent);
  }

  /** What is about to be sent; only below the stage that encodes. */
  Outgoing requireOutgoing() {
    return requireNonNull(outgoing, "outgoing");
  }

  /** One attempt at sending the encoded request by a deadline. */
  record Outgoing(WireRequest request, Attempt attempt, Deadline deadline) {}
}
