package dev.telltale;

import dev.telltale.provider.ErrorDetails;
import org.jspecify.annotations.Nullable;

/** The provider answered with an error. */
public class ProviderException extends LlmException {
  private static final long serialVersionUID = 1L;

  ProviderException(ErrorDetails details) {
    super(details);
  }

  /** The provider's own error code, such as {@code model_not_found}, or null if it sent none. */
  public final @Nullable String code() {
    return details().code();
  }

  /** The provider's own error type, such as {@code invalid_request_error}, or null. */
  public final @Nullable String type() {
    return details().type();
  }

  /** The request member the provider complains about, or null if it named none. */
  public final @Nullable String param() {
    return details().param();
  }

  /**
   * The body of the answer, or null if there was none: at most its first 8 KiB, with what looks
   * like a key or was sent as one replaced by {@code ***}.
   *
   * <p>It may repeat parts of the prompt, so it is no part of the message; think before you log it.
   */
  public final @Nullable String body() {
    return details().body();
  }
}
