package dev.telltale.internal.pipeline;

import dev.telltale.internal.http.SentHeaders;
import dev.telltale.internal.stream.StreamListener;
import dev.telltale.internal.telemetry.ChatRecording;
import dev.telltale.provider.ErrorDetails;
import java.time.Duration;

/** Is told what happens to a call while it goes on. Must not throw. */
interface CallListener extends StreamListener {

  /** A stream was opened; unless this is told, no end of it is. */
  void opened();

  /** A model is about to be asked, and this is its record; a call may ask more than one. */
  void recording(ChatRecording started);

  /** An attempt is about to be sent with these headers. */
  void sending(SentHeaders headers);

  /**
   * An attempt failed, and the call waits for the next one.
   *
   * @param number of the failed attempt, from 1
   */
  void retrying(int number, ErrorDetails failure, Duration wait);
}
