package dev.telltale.internal.pipeline;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import dev.telltale.Message;
import dev.telltale.ToolCall;
import dev.telltale.internal.http.SentHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hides the secrets of a request that a server repeats in the words that name things in its answer:
 * they go to spans and metrics. What the model says is left as it is.
 */
final class HiddenWords {
  private HiddenWords() {}

  /** A builder of the answer without them. */
  static ChatResponse.Builder in(ChatResponse answer, SentHeaders sent) {
    ChatResponse.Builder builder = answer.toBuilder();
    if (found(answer, sent)) {
      builder
          .id(sent.hideIfSent(answer.id()))
          .model(sent.hideIfSent(answer.model()))
          .serviceTier(sent.hideIfSent(answer.serviceTier()))
          .choices(answer.choices().stream().map(choice -> in(choice, sent)).toList());
    }
    return builder;
  }

  private static boolean found(ChatResponse answer, SentHeaders sent) {
    boolean found =
        found(answer.id(), sent)
            || found(answer.model(), sent)
            || found(answer.serviceTier(), sent);
    for (Choice choice : answer.choices()) {
      found |= found(choice.rawFinishReason(), sent);
      for (Content part : choice.message().parts()) {
        found |= part instanceof ToolCall call && found(call, sent);
      }
    }
    return found;
  }

  private static boolean found(@Nullable String word, SentHeaders sent) {
    return word != null && sent.repeats(word);
  }

  private static boolean found(ToolCall call, SentHeaders sent) {
    return sent.repeats(call.id()) || sent.repeats(call.name());
  }

  private static Choice in(Choice choice, SentHeaders sent) {
    Message message = choice.message();
    List<Content> parts = message.parts().stream().map(part -> in(part, sent)).toList();
    Choice.Builder builder =
        Choice.builder(choice.index(), Message.of(message.role(), parts))
            .logProbs(choice.logProbs())
            .refusalLogProbs(choice.refusalLogProbs())
            .citations(choice.citations());
    FinishReason reason = choice.finishReason();
    String raw = choice.rawFinishReason();
    if (reason != null && raw != null) {
      builder.finishReason(reason, sent.hide(raw));
    }
    return builder.build();
  }

  private static Content in(Content part, SentHeaders sent) {
    if (!(part instanceof ToolCall call && found(call, sent))) {
      return part;
    }
    String id = sent.hide(call.id());
    String name = sent.hide(call.name());
    ToolCall hidden =
        call.kind() == ToolCall.Kind.CUSTOM
            ? ToolCall.custom(id, name, call.rawArguments())
            : ToolCall.function(id, name, call.rawArguments());
    String data = call.providerData();
    return data == null ? hidden : hidden.withProviderData(data);
  }
}
