package dev.telltale.internal.stream;

import dev.telltale.Choice;
import dev.telltale.Citation;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.TokenLogProb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts one choice together from its pieces. */
final class ChoiceAssembler {
  private final int index;
  private final StringBuilder text = new StringBuilder();
  private @Nullable StringBuilder refusal;
  private @Nullable ThinkingText thinking;
  private @Nullable ToolCallAssembler toolCalls;
  private @Nullable AudioAssembler audio;
  private List<TokenLogProb> logProbs = List.of();
  private List<TokenLogProb> refusalLogProbs = List.of();
  private List<Citation> citations = List.of();
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

  void thinking(String wireName, String piece) {
    if (thinking == null) {
      thinking = new ThinkingText(wireName, new StringBuilder());
    }
    thinking.text.append(piece);
  }

  ToolCallAssembler toolCalls() {
    if (toolCalls == null) {
      toolCalls = new ToolCallAssembler();
    }
    return toolCalls;
  }

  void audio(@Nullable String id, String data, String transcript) {
    if (audio == null) {
      audio = new AudioAssembler();
    }
    audio.add(id, data, transcript);
  }

  void logProbs(List<TokenLogProb> more) {
    logProbs = appended(logProbs, more);
  }

  void refusalLogProbs(List<TokenLogProb> more) {
    refusalLogProbs = appended(refusalLogProbs, more);
  }

  void citation(Citation citation) {
    citations = appended(citations, List.of(citation));
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
    if (thinking != null) {
      parts.add(new Content.Thinking(thinking.text.toString(), thinking.wireName));
    }
    if (!text.isEmpty()) {
      parts.add(new Content.Text(text.toString()));
    }
    if (refusal != null) {
      parts.add(new Content.Refusal(refusal.toString()));
    }
    if (audio != null) {
      parts.add(audio.toContent());
    }
    if (toolCalls != null) {
      parts.addAll(toolCalls.toToolCalls());
    }
    Choice.Builder choice =
        Choice.builder(index, Message.of(Role.ASSISTANT, parts))
            .logProbs(logProbs)
            .refusalLogProbs(refusalLogProbs)
            .citations(citations);
    if (finishReason != null && rawFinishReason != null) {
      choice.finishReason(finishReason, rawFinishReason);
    }
    return choice.build();
  }

  private static <T> List<T> appended(List<T> list, List<T> more) {
    List<T> extended = list.isEmpty() ? new ArrayList<>(more.size()) : list;
    extended.addAll(more);
    return extended;
  }

  private record ThinkingText(String wireName, StringBuilder text) {}
}
