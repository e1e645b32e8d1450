package dev.telltale;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One step of a streamed answer, in the order the provider sent it.
 *
 * <p>New kinds of event will be added; code that branches over events ignores those it does not
 * know.
 */
public sealed interface StreamEvent
    permits StreamEvent.TextDelta,
        StreamEvent.RefusalDelta,
        StreamEvent.ThinkingDelta,
        StreamEvent.ToolCallDelta,
        StreamEvent.AudioDelta,
        StreamEvent.Finished,
        StreamEvent.UsageReported,
        StreamEvent.VendorData,
        UnknownStreamEvent {

  /**
   * A vendor's own typed data, such as the verdict of a content filter, or null if this event
   * brings none of that type.
   */
  default <T> @Nullable T extension(Class<T> type) {
    return null;
  }

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
   * A piece of what the model thinks before it answers, where the server shows it.
   *
   * @param choice the position of the choice it belongs to, from 0
   * @param text never empty
   */
  record ThinkingDelta(int choice, String text) implements StreamEvent {
    /** Creates a piece of thinking. */
    public ThinkingDelta {
      requireNonNull(text, "text");
    }

    /** Names the event and its size; never the text. */
    @Override
    public String toString() {
      return "ThinkingDelta[" + choice + ", " + text.length() + " chars]";
    }
  }

  /**
   * A piece of a tool call. The whole call is in {@link ChatStream#response()}.
   *
   * @param choice the position of the choice it belongs to, from 0
   * @param call the position of the call in the choice, from 0
   * @param name the tool's name, on the first piece of a call; else null
   * @param arguments a piece of the arguments; may be empty
   */
  record ToolCallDelta(int choice, int call, @Nullable String name, String arguments)
      implements StreamEvent {
    /** Creates a piece of a tool call. */
    public ToolCallDelta {
      requireNonNull(arguments, "arguments");
    }

    /** Names the event and its size; never the arguments. */
    @Override
    public String toString() {
      return "ToolCallDelta[" + choice + ", " + call + ", " + arguments.length() + " chars]";
    }
  }

  /**
   * A piece of a recording the model makes.
   *
   * @param choice the position of the choice it belongs to, from 0
   * @param data a piece of the sound in Base64; may be empty
   * @param transcript a piece of what is said; may be empty
   */
  record AudioDelta(int choice, String data, String transcript) implements StreamEvent {
    /** Creates a piece of a recording. */
    public AudioDelta {
      requireNonNull(data, "data");
      requireNonNull(transcript, "transcript");
    }

    /** Names the event and its size; never the transcript. */
    @Override
    public String toString() {
      return "AudioDelta[" + choice + ", " + data.length() + " chars]";
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

  /**
   * Data that only one vendor sends; see {@link #extension}.
   *
   * @param data an object of a type of the vendor's adapter
   */
  record VendorData(Object data) implements StreamEvent {
    /** Creates an event of vendor's data. */
    public VendorData {
      requireNonNull(data, "data");
    }

    @Override
    public <T> @Nullable T extension(Class<T> type) {
      return type.isInstance(data) ? type.cast(data) : null;
    }

    /** Names the event and the type of its data; never the data. */
    @Override
    public String toString() {
      return "VendorData[" + data.getClass().getSimpleName() + "]";
    }
  }
}
