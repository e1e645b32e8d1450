package dev.telltale.internal.telemetry;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.Message;

/** Whether a call is about text alone, so that all its tokens are. */
final class PlainText {
  private PlainText() {}

  static boolean both(ChatRequest request, ChatResponse response) {
    for (Message message : request.messages()) {
      if (!plain(message)) {
        return false;
      }
    }
    for (Choice choice : response.choices()) {
      if (!plain(choice.message())) {
        return false;
      }
    }
    return true;
  }

  private static boolean plain(Message message) {
    for (Content part : message.parts()) {
      if (part instanceof Content.Image
          || part instanceof Content.Audio
          || part instanceof Content.File
          || part instanceof Content.Opaque) {
        return false;
      }
    }
    return true;
  }
}
