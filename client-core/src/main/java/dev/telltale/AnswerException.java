package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.ErrorDetails;
import dev.telltale.tools.AnswerOutcome;
import org.jspecify.annotations.Nullable;

/**
 * The model answered, but not with a value of the type asked for. The call itself was well: its
 * answer is in {@link #response()}.
 */
public final class AnswerException extends LlmException {
  private static final long serialVersionUID = 1L;

  private final AnswerOutcome outcome;
  private final transient @Nullable ChatResponse response;

  private AnswerException(ErrorDetails details, AnswerOutcome outcome, ChatResponse response) {
    super(details);
    this.outcome = requireNonNull(outcome, "outcome");
    this.response = requireNonNull(response, "response");
  }

  /**
   * Returns the exception for an answer without a value. For engines and fakes.
   *
   * @param hint a sentence on what is wrong, without content
   */
  public static AnswerException from(AnswerOutcome outcome, String hint, ChatResponse response) {
    ErrorDetails details =
        ErrorDetails.builder(ErrorKind.UNUSABLE_ANSWER)
            .hint(hint)
            .requestId(response.requestId())
            .headers(response.headers())
            .usage(response.usage())
            .report(response::report)
            .build();
    return new AnswerException(details, outcome, response);
  }

  /** Why there is no value. */
  public AnswerOutcome outcome() {
    return outcome;
  }

  /** What the model answered; never serialized. */
  public ChatResponse response() {
    return response == null ? ChatResponse.builder().build() : response;
  }
}
