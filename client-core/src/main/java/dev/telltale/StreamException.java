package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.ErrorDetails;
import org.jspecify.annotations.Nullable;

/** A stream that ended badly. What had arrived of the answer is in {@link #partial()}. */
public final class StreamException extends LlmException {
  private static final long serialVersionUID = 1L;

  private final StreamOutcome outcome;
  private final transient @Nullable ChatResponse partial;

  private StreamException(ErrorDetails details, StreamOutcome outcome, ChatResponse partial) {
    super(details);
    this.outcome = requireNonNull(outcome, "outcome");
    this.partial = requireNonNull(partial, "partial");
  }

  /** Returns the exception for a stream that ended badly. For engines and fakes. */
  public static StreamException from(
      ErrorDetails details, StreamOutcome outcome, ChatResponse partial) {
    return new StreamException(details, outcome, partial);
  }

  /** How the stream ended. */
  public StreamOutcome outcome() {
    return outcome;
  }

  /** The text, usage and the rest of the answer as far as they had arrived; never serialized. */
  public ChatResponse partial() {
    return partial == null ? ChatResponse.builder().build() : partial;
  }

  /**
   * A vendor's own typed data about the failure, else about the part of the answer that had
   * arrived, or null if there is none of that type.
   */
  @Override
  public <T> @Nullable T extension(Class<T> type) {
    T own = super.extension(type);
    return own == null ? partial().extension(type) : own;
  }
}
