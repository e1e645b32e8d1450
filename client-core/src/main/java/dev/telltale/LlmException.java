package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.ErrorDetails;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that did not bring an answer: the one type to catch.
 *
 * <p>{@link #kind()} says what went wrong, the same for every vendor. The message is this library's
 * own and holds no prompt, answer, header value or secret. A mistake in calling this library is an
 * {@link IllegalArgumentException} or {@link IllegalStateException} instead.
 */
public abstract class LlmException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  /** Lost where the exception was serialized: it holds headers and what made the report. */
  private final transient @Nullable ErrorDetails details;

  LlmException(ErrorDetails details) {
    super(message(details), details.cause());
    this.kind = details.kind();
    this.details = details;
  }

  /**
   * Returns the exception for what went wrong. For engines and fakes; an adapter returns details
   * and leaves throwing to the engine. What ended a stream that had begun is a {@link
   * StreamException} instead.
   */
  public static LlmException from(ErrorDetails details) {
    requireNonNull(details, "details");
    return switch (details.kind()) {
      case AUTHENTICATION -> new AuthenticationException(details);
      case RATE_LIMIT, QUOTA_EXHAUSTED -> new RateLimitException(details);
      case CONTENT_FILTERED -> new ContentFilteredException(details);
      case CONNECTION, TLS, TIMEOUT, REJECTED ->
          details.status().isPresent()
              ? new ProviderException(details)
              : new TransportException(details);
      case CANCELLED, CLIENT_CLOSED -> new CallCancelledException(details);
      case MALFORMED_RESPONSE, LIMIT_EXCEEDED -> new MalformedResponseException(details);
      case BUDGET_EXCEEDED -> new BudgetExceededException(details);
      default -> new ProviderException(details);
    };
  }

  /** What went wrong, the same for every vendor. */
  public final ErrorKind kind() {
    return kind;
  }

  /** The HTTP status; empty if there was no HTTP answer. */
  public final OptionalInt status() {
    return details().status();
  }

  /** The timer of the client that ran out, or null if none did. */
  public final @Nullable CallTimer timer() {
    return details().timer();
  }

  /** How long the provider asks to wait before the next try; empty if it does not say. */
  public final Optional<Duration> retryAfter() {
    return Optional.ofNullable(details().retryAfter());
  }

  /** The provider's id of the HTTP request, for its support, or null if it sent none. */
  public final @Nullable String requestId() {
    return details().requestId();
  }

  /** The headers of the HTTP answer; none if there was no answer. */
  public final ResponseHeaders headers() {
    return details().headers();
  }

  /**
   * How the call went: what was tried, and how long it took.
   *
   * @throws IllegalStateException if this exception did not come from a {@link ChatClient}
   */
  public final CallReport report() {
    Supplier<CallReport> report = details().report();
    if (report == null) {
      throw new IllegalStateException("Only an exception of a ChatClient's call has a report");
    }
    return report.get();
  }

  /** How much the account may still ask for, as far as the headers say. */
  public final RateLimits rateLimits() {
    return RateLimits.from(headers());
  }

  /** How long the provider worked on the request by its own account; empty if it did not say. */
  public final Optional<Duration> processingTime() {
    return ProcessingTime.of(headers());
  }

  /**
   * A vendor's own typed data about the failure, such as the verdict of a content filter, or null
   * if there is none of that type.
   */
  public <T> @Nullable T extension(Class<T> type) {
    return details().extension(type);
  }

  /** What the adapter and the engine know about the failure. */
  public final ErrorDetails details() {
    return details == null ? ErrorDetails.builder(kind).build() : details;
  }

  private static String message(ErrorDetails details) {
    StringBuilder message = new StringBuilder(details.kind().explanation());
    if (details.timer() != null) {
      message.append(' ').append(details.timer().explanation());
    }
    if (details.hint() != null) {
      message.append(' ').append(details.hint());
    }
    if (details.status().isPresent()) {
      message.append(" (HTTP ").append(details.status().getAsInt()).append(')');
    }
    return message.toString();
  }
}
