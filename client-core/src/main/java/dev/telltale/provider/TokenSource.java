package dev.telltale.provider;

import java.util.function.Supplier;

/**
 * Where tokens come from, if it wants to know that one was refused: a cache that would else hand it
 * out again.
 *
 * <p>{@link #get()} is called once per attempt, on the thread that makes the call. Implementations
 * are thread-safe.
 */
public interface TokenSource extends Supplier<String> {

  /**
   * The server refused a token with HTTP 401. If it is still the one at hand, the next {@link
   * #get()} is to bring another: the call is tried once more with it. What this throws ends the
   * call, as the cause of an {@link dev.telltale.AuthenticationException}.
   */
  void refused(String token);
}
