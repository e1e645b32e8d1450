package dev.telltale.internal.pipeline;

import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamCallback;
import dev.telltale.StreamEvent;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.provider.ErrorDetails;
import java.util.function.Supplier;

/** Reads a stream to its end for a callback. */
record StreamedCall(
    Supplier<? extends ChatStream> opening, StreamCallback callback, Cancellation cancellation)
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
      }
      ErrorKind cancelled = cancellation.reason();
      if (cancelled != null) {
        // From within the callback, where the stream takes it for a reader that closes.
        throw LlmException.from(
            ErrorDetails.builder(cancelled).report(stream.response()::report).build());
      }
      return stream.response();
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
