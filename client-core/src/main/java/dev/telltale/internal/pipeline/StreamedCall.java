package dev.telltale.internal.pipeline;

import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamCallback;
import dev.telltale.StreamEvent;
import dev.telltale.provider.ErrorDetails;
import java.util.function.Supplier;

/** Reads a stream to its end for a callback. */
record StreamedCall(
    Supplier<? extends ChatStream> opening, StreamCallback callback, RunningCall running)
    implements Supplier<ChatResponse> {

  @Override
  public ChatResponse get() {
    ChatResponse response;
    try {
      response = readAll();
    } catch (RuntimeException | Error failure) {
      tell(failure);
      throw failure;
    }
    callback.completed(response);
    return response;
  }

  private ChatResponse readAll() {
    try (ChatStream stream = opening.get()) {
      for (StreamEvent event : stream) {
        callback.event(event);
        if (stream.outcome().isEmpty()) {
          // Where cancelling ended it, the stream says so; one of an interceptor's would go on.
          requireGoingOn();
        }
      }
      // Cancelled within the callback, the stream takes it for a reader that closes.
      requireGoingOn();
      return stream.response();
    }
  }

  private void requireGoingOn() {
    ErrorKind cancelled = running.cancellation().reason();
    if (cancelled != null) {
      throw LlmException.from(
          ErrorDetails.builder(cancelled).report(running.log()::report).build());
    }
  }

  private void tell(Throwable failure) {
    try {
      callback.failed(failure);
    } catch (RuntimeException | Error another) {
      failure.addSuppressed(another);
    }
  }
}
