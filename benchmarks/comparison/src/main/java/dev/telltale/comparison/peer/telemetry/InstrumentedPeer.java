package dev.telltale.comparison.peer.telemetry;

import java.time.Duration;

/** A client with its telemetry on, as its documentation has it. */
public interface InstrumentedPeer {
  /** What is asked. */
  String QUESTION = "Answer with JSON: how are you?";

  /** How long the asynchronous call that is cancelled is awaited before. */
  Duration BEFORE_CANCEL = Duration.ofMillis(500);

  /**
   * Makes a call.
   *
   * @throws UnsupportedOperationException if there is no such way
   */
  void call(CallPath path) throws Exception;

  /** Makes clients. */
  @FunctionalInterface
  interface Factory {
    /** A client of this server that reports to the recorder. */
    InstrumentedPeer open(String baseUrl, Duration timeout, Recorder recorder) throws Exception;
  }
}
