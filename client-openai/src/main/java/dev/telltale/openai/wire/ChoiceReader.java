package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.Choice;
import dev.telltale.FinishReason;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads one choice of a whole answer, with its message. */
final class ChoiceReader {
  private static final JsonReader.Options CHOICE =
      JsonReader.Options.of("index", "message", "finish_reason", "logprobs");

  private int index;
  private final MessageReader message = new MessageReader();
  private @Nullable String finishReason;
  private LogProbs logProbs = LogProbs.NONE;

  private ChoiceReader(int position) {
    this.index = position;
  }

  /** Reads a value; returns null if it is no object. A choice without index has its position. */
  static @Nullable Choice read(JsonReader reader, int position, AddedMembers added)
      throws IOException {
    if (!Json.enterObject(reader)) {
      return null;
    }
    ChoiceReader choice = new ChoiceReader(position);
    while (reader.hasNext()) {
      switch (reader.selectName(CHOICE)) {
        case 0 -> choice.readIndex(reader);
        case 1 -> choice.message.read(reader);
        case 2 -> choice.finishReason = Json.string(reader);
        case 3 -> choice.logProbs = LogProbs.read(reader);
        default -> added.choiceMember(reader.nextName(), reader);
      }
    }
    reader.endObject();
    added.choiceRead(choice.index);
    return choice.build();
  }

  private Choice build() {
    Choice.Builder choice =
        Choice.builder(index, message.toMessage())
            .logProbs(logProbs.content())
            .refusalLogProbs(logProbs.refusal())
            .citations(message.citations());
    if (finishReason != null && !finishReason.isEmpty()) {
      choice.finishReason(meaning(finishReason), finishReason);
    }
    return choice.build();
  }

  /** The model is said to have stopped where the request forced it to call a function. */
  private FinishReason meaning(String raw) {
    FinishReason reason = FinishReasons.of(raw);
    return reason == FinishReason.STOP && message.asksForTools() ? FinishReason.TOOL_CALLS : reason;
  }

  private void readIndex(JsonReader reader) throws IOException {
    OptionalLong sent = Json.count(reader);
    if (sent.isPresent() && sent.getAsLong() <= Integer.MAX_VALUE) {
      index = (int) sent.getAsLong();
    }
  }
}
