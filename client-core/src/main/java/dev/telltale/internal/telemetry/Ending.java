package dev.telltale.internal.telemetry;

import dev.telltale.ChatResponse;
import dev.telltale.LlmException;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.telemetry.ResponseAttributes.Completeness;
import dev.telltale.provider.ErrorDetails;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param errorType why it failed, or null if it did not
 * @param description the same in a sentence of this library's own, or empty
 * @param thrown what the caller is thrown, or null if nothing
 */
record Ending(
    Completeness completeness,
    @Nullable String errorType,
    String description,
    @Nullable Throwable thrown) {
  static final Ending WHOLE = new Ending(Completeness.WHOLE, null, "", null);
  private static final Ending CUT_SHORT = new Ending(Completeness.CUT_SHORT, null, "", null);
  private static final Ending ABANDONED =
      new Ending(
          Completeness.CUT_SHORT,
          ErrorTypes.ABANDONED,
          "The stream was abandoned by its reader.",
          null);

  static Ending of(StreamOutcome outcome, ChatResponse partial, @Nullable ErrorDetails failure) {
    if (failure != null) {
      return of(exception(outcome, partial, failure));
    }
    return switch (outcome) {
      case COMPLETED, CONTENT_FILTERED -> WHOLE;
      case ABANDONED -> ABANDONED;
      default -> CUT_SHORT;
    };
  }

  static Ending of(LlmException failure) {
    ErrorDetails details = failure.details();
    return new Ending(
        Completeness.CUT_SHORT, ErrorTypes.of(details), details.kind().explanation(), failure);
  }

  static Ending of(Throwable bug) {
    return new Ending(
        Completeness.CUT_SHORT, bug.getClass().getName(), "The call ended by a bug.", bug);
  }

  private static LlmException exception(
      StreamOutcome outcome, ChatResponse partial, ErrorDetails failure) {
    return outcome == StreamOutcome.CANCELLED || outcome == StreamOutcome.CLIENT_CLOSED
        ? LlmException.from(failure)
        : StreamException.from(failure, outcome, partial);
  }
}
