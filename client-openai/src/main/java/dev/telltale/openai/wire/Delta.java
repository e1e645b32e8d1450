package dev.telltale.openai.wire;

import dev.telltale.Citation;
import dev.telltale.Content;
import dev.telltale.provider.AudioPiece;
import dev.telltale.provider.StreamSink;
import dev.telltale.provider.ToolCallPiece;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one choice of a chunk says. One instance serves a stream: the members of a choice come in
 * any order, so its pieces wait here until the index is known.
 */
final class Delta {
  int index;
  @Nullable String text;
  @Nullable String refusal;
  @Nullable String finishReason;
  List<Content> parts = List.of();
  LogProbs logProbs = LogProbs.NONE;
  List<Citation> citations = List.of();
  @Nullable AudioPiece audio;
  private @Nullable String thinking;
  private String thinkingName = "";
  private final List<ToolCallPiece> toolCalls = new ArrayList<>(1);

  void clear() {
    index = 0;
    text = null;
    refusal = null;
    finishReason = null;
    parts = List.of();
    logProbs = LogProbs.NONE;
    citations = List.of();
    audio = null;
    thinking = null;
    toolCalls.clear();
  }

  /** Takes thoughts, unless the chunk has brought some: servers send the same under two names. */
  void thinking(String wireName, @Nullable String piece) {
    if (thinking == null && piece != null && !piece.isEmpty()) {
      thinking = piece;
      thinkingName = wireName;
    }
  }

  void toolCall(@Nullable ToolCallPiece piece) {
    if (piece != null) {
      toolCalls.add(piece);
    }
  }

  /** Hands everything over, the reason to stop last. */
  void tell(StreamSink sink) {
    sink.choice(index);
    if (thinking != null) {
      sink.thinking(index, thinkingName, thinking);
    }
    if (text != null && !text.isEmpty()) {
      sink.text(index, text);
    }
    for (Content part : parts) {
      tell(sink, part);
    }
    if (refusal != null && !refusal.isEmpty()) {
      sink.refusal(index, refusal);
    }
    for (ToolCallPiece piece : toolCalls) {
      sink.toolCall(index, piece);
    }
    tellRest(sink);
    if (finishReason != null && !finishReason.isEmpty()) {
      sink.finish(index, FinishReasons.of(finishReason), finishReason);
    }
  }

  private void tellRest(StreamSink sink) {
    if (!logProbs.content().isEmpty()) {
      sink.logProbs(index, logProbs.content());
    }
    if (!logProbs.refusal().isEmpty()) {
      sink.refusalLogProbs(index, logProbs.refusal());
    }
    for (Citation citation : citations) {
      sink.citation(index, citation);
    }
    if (audio != null) {
      sink.audio(index, audio);
    }
  }

  private void tell(StreamSink sink, Content part) {
    if (part instanceof Content.Text piece) {
      sink.text(index, piece.text());
    } else if (part instanceof Content.Thinking piece) {
      sink.thinking(index, piece.wireName(), piece.text());
    } else if (part instanceof Content.Refusal piece) {
      sink.refusal(index, piece.text());
    }
  }
}
