package dev.telltale.internal.pipeline;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.internal.stream.StreamListener;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.ProviderInfo;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the stages.
 *
 * @param model the model to ask: the request's own, or the provider's default
 * @param listener who follows a stream, once a stage has put one in
 */
record ChatCall(
    ChatProvider provider,
    ChatRequest request,
    String model,
    CallOptions options,
    AnswerForm form,
    @Nullable StreamListener listener) {

  static ChatCall of(
      ChatProvider provider, ChatRequest request, CallOptions options, AnswerForm form) {
    return new ChatCall(provider, request, model(provider.info(), request), options, form, null);
  }

  ChatCall withListener(StreamListener followed) {
    return new ChatCall(provider, request, model, options, form, followed);
  }

  private static String model(ProviderInfo info, ChatRequest request) {
    String model = request.model() == null ? info.defaultModel() : request.model();
    if (model == null) {
      throw new IllegalStateException(
          "No model is named; set one on the provider's builder or on the request");
    }
    return model;
  }
}
