package dev.telltale.internal.stream;

import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import dev.telltale.Message;
import dev.telltale.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts one choice together from its pieces. */
final class ChoiceAssembler {
  private final int index;
  private final StringBuilder text = new StringBuilder();
  private @Nullable StringBuilder refusal;
  private @Nullable FinishReason finishReason;
  private @Nullable String rawFinishReason;

  ChoiceAssembler(int index) {
    this.index = index;
  }

  int index() {
    return index;
  }

  void text(String piece) {
    text.append(piece);
  }

  void refusal(String piece) {
    if (refusal == null) {
      refusal = new StringBuilder();
    }
    refusal.append(piece);
  }

  /** Takes the first reason and says whether this one was it. */
  boolean finish(FinishReason reason, String raw) {
    if (finishReason != null) {
      return false;
    }
    finishReason = reason;
    rawFinishReason = raw;
    return true;
  }

  boolean finished() {
    return finishReason != null;
  }

  boolean filtered() {
    return finishReason == FinishReason.CONTENT_FILTER;
  }

  Choice toChoice() {
    List<Content> parts = new ArrayList<>(2);
    if (!text.isEmpty()) {
      parts.add(new Content.Text(text.toString()));
    }
    if (refusal != null) {
      parts.add(new Content.Refusal(refusal.toString()));
    }
    Choice.Builder choice = Choice.builder(index, Message.of(Role.ASSISTANT, parts));
    if (finishReason != null && rawFinishReason != null) {
      choice.finishReason(finishReason, rawFinishReason);
    }
    return choice.build();
  }
}
