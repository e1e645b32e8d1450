package dev.telltale;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One of the answers a model gave to a request.
 *
 * <p>Immutable and thread-safe. {@link #toString()} never shows content.
 */
public final class Choice {
  private final int index;
  private final Message message;
  private final @Nullable FinishReason finishReason;
  private final @Nullable String rawFinishReason;

  private Choice(Builder builder) {
    this.index = builder.index;
    this.message = requireNonNull(builder.message, "message");
    this.finishReason = builder.finishReason;
    this.rawFinishReason = builder.rawFinishReason;
  }

  /** Returns a builder for the choice at a position. */
  public static Builder builder(int index, Message message) {
    return new Builder(index, message);
  }

  /** The position among the choices, from 0, as the provider numbered it. */
  public int index() {
    return index;
  }

  /** What the model said. */
  public Message message() {
    return message;
  }

  /** The text of the message; empty if there is none. */
  public String text() {
    return message.text();
  }

  /** Why the model stopped, or null if the provider did not say, as in a stream that was cut. */
  public @Nullable FinishReason finishReason() {
    return finishReason;
  }

  /** The provider's own word for the finish reason, or null if it sent none. */
  public @Nullable String rawFinishReason() {
    return rawFinishReason;
  }

  @Override
  public String toString() {
    return "Choice[" + index + " " + message + " " + finishReason + "]";
  }

  /** Collects what makes up a choice. Not thread-safe. */
  public static final class Builder {
    private final int index;
    private final Message message;
    private @Nullable FinishReason finishReason;
    private @Nullable String rawFinishReason;

    private Builder(int index, Message message) {
      this.index = index;
      this.message = message;
    }

    /** Sets why the model stopped, with the provider's own word for it. */
    public Builder finishReason(FinishReason reason, String raw) {
      this.finishReason = requireNonNull(reason, "reason");
      this.rawFinishReason = requireNonNull(raw, "raw");
      return this;
    }

    /** Builds the choice. */
    public Choice build() {
      return new Choice(this);
    }
  }
}
