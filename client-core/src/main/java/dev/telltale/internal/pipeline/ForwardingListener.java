package dev.telltale.internal.pipeline;

import dev.telltale.ChatResponse;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.http.SentHeaders;
import dev.telltale.internal.telemetry.ChatRecording;
import dev.telltale.provider.ErrorDetails;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Passes everything on to the listener above; a stage overrides what it follows itself. */
abstract class ForwardingListener implements CallListener {
  private final CallListener above;

  ForwardingListener(CallListener above) {
    this.above = above;
  }

  @Override
  public void opened() {
    above.opened();
  }

  @Override
  public void recording(ChatRecording started) {
    above.recording(started);
  }

  @Override
  public void sending(SentHeaders headers) {
    above.sending(headers);
  }

  @Override
  public void retrying(int number, ErrorDetails failure, Duration wait) {
    above.retrying(number, failure, wait);
  }

  @Override
  public void awaiting() {
    above.awaiting();
  }

  @Override
  public void chunk(@Nullable String model) {
    above.chunk(model);
  }

  @Override
  public ChatResponse ended(
      StreamOutcome outcome, ChatResponse response, @Nullable ErrorDetails failure) {
    return above.ended(outcome, response, failure);
  }

  @Override
  public void closed(StreamOutcome outcome, ChatResponse response, @Nullable LlmException failure) {
    above.closed(outcome, response, failure);
  }
}
