package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.util.List;
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
  private final List<TokenLogProb> logProbs;
  private final List<TokenLogProb> refusalLogProbs;
  private final List<Citation> citations;

  private Choice(Builder builder) {
    this.index = builder.index;
    this.message = requireNonNull(builder.message, "message");
    this.finishReason = builder.finishReason;
    this.rawFinishReason = builder.rawFinishReason;
    this.logProbs = builder.logProbs;
    this.refusalLogProbs = builder.refusalLogProbs;
    this.citations = builder.citations;
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

  /** How likely each token of the text was; unmodifiable, empty if not asked for. */
  public List<TokenLogProb> logProbs() {
    return logProbs;
  }

  /** How likely each token of the refusal was; unmodifiable, empty if not asked for. */
  public List<TokenLogProb> refusalLogProbs() {
    return refusalLogProbs;
  }

  /** The sources the model names for its text; unmodifiable, empty if it names none. */
  public List<Citation> citations() {
    return citations;
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
    private List<TokenLogProb> logProbs = List.of();
    private List<TokenLogProb> refusalLogProbs = List.of();
    private List<Citation> citations = List.of();

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

    /** Sets how likely each token of the text was. */
    public Builder logProbs(List<TokenLogProb> logProbs) {
      this.logProbs = List.copyOf(logProbs);
      return this;
    }

    /** Sets how likely each token of the refusal was. */
    public Builder refusalLogProbs(List<TokenLogProb> refusalLogProbs) {
      this.refusalLogProbs = List.copyOf(refusalLogProbs);
      return this;
    }

    /** Sets the sources the model names for its text. */
    public Builder citations(List<Citation> citations) {
      this.citations = List.copyOf(citations);
      return this;
    }

    /** Builds the choice. */
    public Choice build() {
      return new Choice(this);
    }
  }
}
