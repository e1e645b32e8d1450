package dev.telltale.internal.stream;

import dev.telltale.Choice;
import dev.telltale.Citation;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.TokenLogProb;
import dev.telltale.provider.AudioPiece;
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

  void audio(AudioPiece piece) {
    if (audio == null) {
      audio = new AudioAssembler();
    }
    audio.add(piece);
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

  /** Takes the first reason and returns what it means; null for a later one. */
  @Nullable FinishReason finish(FinishReason reason, String raw) {
    if (finishReason != null) {
      return null;
    }
    finishReason = reason;
    rawFinishReason = raw;
    return finishReason();
  }

  /**
   * Why the model stopped. Servers say that it came to its end where it asks for tools, if the
   * request forced it to or if they do not tell the two apart.
   */
  @Nullable FinishReason finishReason() {
    boolean asksForTools = toolCalls != null && !toolCalls.isEmpty();
    return finishReason == FinishReason.STOP && asksForTools
        ? FinishReason.TOOL_CALLS
        : finishReason;
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
    FinishReason reason = finishReason();
    if (reason != null && rawFinishReason != null) {
      choice.finishReason(reason, rawFinishReason);
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
