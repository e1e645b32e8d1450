package dev.telltale;

import static java.util.Objects.requireNonNull;

/**
 * One part of a {@link Message}. Parts are ordered.
 *
 * <p>New kinds of part will be added; code that branches over parts keeps a branch for the unknown.
 */
public sealed interface Content permits Content.Text, Content.Refusal, UnknownContent {

  /** Returns a text part. */
  static Content text(String text) {
    return new Text(text);
  }

  /**
   * Plain text.
   *
   * @param text the text; may be empty
   */
  record Text(String text) implements Content {
    /** Creates a text part. */
    public Text {
      requireNonNull(text, "text");
    }

    /** Names the part and its size; never the text. */
    @Override
    public String toString() {
      return "Text[" + text.length() + " chars]";
    }
  }

  /**
   * The model's own words for why it will not answer.
   *
   * @param text the explanation; may be empty
   */
  record Refusal(String text) implements Content {
    /** Creates a refusal part. */
    public Refusal {
      requireNonNull(text, "text");
    }

    /** Names the part and its size; never the text. */
    @Override
    public String toString() {
      return "Refusal[" + text.length() + " chars]";
    }
  }
}
