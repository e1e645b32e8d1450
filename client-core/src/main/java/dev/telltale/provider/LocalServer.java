package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Answers requests within this process, in place of a network: what a fake is made of. Everything
 * else of a call stays as it is: retries, telemetry, reading the body, deadlines between reads.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface LocalServer {

  /**
   * Answers one attempt, on the thread that makes it.
   *
   * @throws IOException if the connection shall count as failed
   */
  Answer answer(WireRequest request) throws IOException;

  /**
   * One answer.
   *
   * @param status the HTTP status
   * @param headers the headers, among them the content type
   * @param body the body, whose reads may fail as those of a connection do; closed by the engine
   */
  record Answer(int status, Map<String, String> headers, InputStream body) {
    /** Creates an answer. */
    public Answer {
      headers = Map.copyOf(headers);
      requireNonNull(body, "body");
    }
  }
}
