package dev.telltale.observability.promptlog;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.JsonSchema;
import dev.telltale.Message;
import dev.telltale.ProviderException;
import dev.telltale.ResponseFormat;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.telemetry.Interaction;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A call that is to be written. */
final class PendingCall {
  /** What a call takes beside its texts, roughly. */
  private static final long BASE_BYTES = 2048;

  final Interaction interaction;
  final Verdict verdict;
  final long bytes;
  final CountDownLatch done = new CountDownLatch(1);

  PendingCall(Interaction interaction, Verdict verdict) {
    this.interaction = interaction;
    this.verdict = verdict;
    this.bytes = size(interaction);
  }

  /** The memory the call holds, by its texts and media; without copying any. */
  private static long size(Interaction call) {
    ChatRequest request = call.request();
    long chars = length(request.instructions()) + chars(request.responseFormat());
    for (Tool tool : request.tools()) {
      chars += length(tool.description()) + chars(tool.parameters());
    }
    if (call.error() instanceof ProviderException refused) {
      chars += length(refused.body());
    }
    long media = 0;
    for (Message message : call.request().messages()) {
      chars += chars(message);
      media += media(message);
    }
    ChatResponse response = call.response();
    if (response != null) {
      for (Choice choice : response.choices()) {
        chars += chars(choice.message());
        media += media(choice.message());
      }
    }
    return BASE_BYTES + 2 * chars + media;
  }

  private static long chars(Message message) {
    long chars = 0;
    for (Content part : message.parts()) {
      if (part instanceof Content.Text text) {
        chars += text.text().length();
      } else if (part instanceof Content.ToolResult result) {
        chars += result.text().length();
      } else if (part instanceof ToolCall call) {
        chars += call.rawArguments().length();
      } else if (part instanceof Content.Thinking thinking) {
        chars += thinking.text().length();
      } else if (part instanceof Content.Refusal refusal) {
        chars += refusal.text().length();
      } else if (part instanceof Content.Opaque opaque) {
        chars += opaque.json().length();
      }
    }
    return chars;
  }

  private static long media(Message message) {
    long bytes = 0;
    for (Content part : message.parts()) {
      if (part instanceof Content.Image image) {
        bytes += image.media().sizeBytes();
      } else if (part instanceof Content.File file) {
        bytes += file.media().sizeBytes();
      } else if (part instanceof Content.Audio audio && audio.media() != null) {
        bytes += audio.media().sizeBytes();
      }
    }
    return bytes;
  }

  private static long chars(@Nullable ResponseFormat format) {
    return format == null ? 0 : chars(format.schema());
  }

  private static long chars(@Nullable JsonSchema schema) {
    return schema == null ? 0 : schema.json().length();
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
