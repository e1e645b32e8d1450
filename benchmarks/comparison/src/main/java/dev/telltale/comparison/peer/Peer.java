package dev.telltale.comparison.peer;

import java.time.Duration;
import java.util.function.Consumer;

/** A client of one server, as its users would set it up: all defaults but the time limit. */
public interface Peer {

  /** Sends one question and returns the text of the answer. */
  String chat() throws Exception;

  /**
   * Sends one question in the asynchronous form, waits, and returns the text of the answer.
   *
   * @throws UnsupportedOperationException if the client has no such form
   */
  String chatAsync() throws Exception;

  /** Sends one question, hands over the text as it comes, and returns at the stream's end. */
  void stream(Consumer<String> text) throws Exception;

  /** What a user would be told of the failure, in a few words. */
  default String describe(Throwable failure) {
    Throwable cause = failure.getCause();
    String name = failure.getClass().getSimpleName();
    return cause == null ? name : name + " (" + cause.getClass().getSimpleName() + ")";
  }

  /** Makes clients. */
  @FunctionalInterface
  interface Factory {
    /** A client of this server, with this as its one time limit where it has several. */
    Peer open(String baseUrl, Duration timeout) throws Exception;
  }
}
