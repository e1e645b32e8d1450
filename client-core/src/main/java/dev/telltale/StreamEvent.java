package dev.telltale;

import static java.util.Objects.requireNonNull;

/**
 * One step of a streamed answer, in the order the provider sent it.
 *
 * <p>New kinds of event will be added; code that branches over events ignores those it does not
 * know.
 */
public sealed interface StreamEvent
    permits StreamEvent.TextDelta,
        StreamEvent.RefusalDelta,
        StreamEvent.Finished,
        StreamEvent.UsageReported,
        UnknownStreamEvent {

  /**
   * A piece of the answer's text.
   *
   * @param choice the position of the choice it belongs to, from 0
   * @param text never empty
   */
  record TextDelta(int choice, String text) implements StreamEvent {
    /** Creates a piece of text. */
    public TextDelta {
      requireNonNull(text, "text");
    }

    /** Names the event and its size; never the text. */
    @Override
    public String toString() {
      return "TextDelta[" + choice + ", " + text.length() + " chars]";
    }
  }

  /**
   * A piece of the model's explanation of why it will not answer.
   *
   * @param choice the position of the choice it belongs to, from 0
   * @param text never empty
   */
  record RefusalDelta(int choice, String text) implements StreamEvent {
    /** Creates a piece of a refusal. */
    public RefusalDelta {
      requireNonNull(text, "text");
    }

    /** Names the event and its size; never the text. */
    @Override
    public String toString() {
      return "RefusalDelta[" + choice + ", " + text.length() + " chars]";
    }
  }

  /**
   * The model stopped in one choice. Usage may still follow.
   *
   * @param choice the position of the choice, from 0
   * @param reason the neutral reason
   * @param raw the provider's own word
   */
  record Finished(int choice, FinishReason reason, String raw) implements StreamEvent {
    /** Creates the end of a choice. */
    public Finished {
      requireNonNull(reason, "reason");
      requireNonNull(raw, "raw");
    }
  }

  /**
   * The provider reported tokens. A later report replaces an earlier one.
   *
   * @param usage what was reported
   */
  record UsageReported(Usage usage) implements StreamEvent {
    /** Creates a report of tokens. */
    public UsageReported {
      requireNonNull(usage, "usage");
    }
  }
}
