package dev.telltale.internal.retry;

import dev.telltale.CallReport;
import dev.telltale.LlmException;
import dev.telltale.StreamException;
import dev.telltale.provider.ErrorDetails;
import java.util.function.Supplier;

/** Gives an exception that the caller's own code made the report of the call it ends. */
public final class Reported {
  private Reported() {}

  /**
   * Returns the exception itself if it has a report, else one of the same type that has this one.
   * What was thrown is left as it is: it may be thrown to another call at the same time.
   */
  public static LlmException failure(LlmException failure, Supplier<CallReport> report) {
    if (failure.details().report() != null) {
      return failure;
    }
    LlmException reported = copy(failure, failure.details().toBuilder().report(report).build());
    if (!reported.getClass().equals(failure.getClass())) {
      // A type with more to it than its details, which a copy would lose.
      return failure;
    }
    reported.setStackTrace(failure.getStackTrace());
    for (Throwable suppressed : failure.getSuppressed()) {
      reported.addSuppressed(suppressed);
    }
    return reported;
  }

  private static LlmException copy(LlmException failure, ErrorDetails details) {
    return failure instanceof StreamException stream
        ? StreamException.from(details, stream.outcome(), stream.partial())
        : LlmException.from(details);
  }
}
