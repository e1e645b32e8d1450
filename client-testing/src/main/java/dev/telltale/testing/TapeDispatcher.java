package dev.telltale.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.ByteString;

/** Sends what a tape answers. */
final class TapeDispatcher extends Dispatcher {
  private final Tape tape;
  private final Pacer pacer;

  TapeDispatcher(Tape tape, Pacer pacer) {
    this.tape = tape;
    this.pacer = pacer;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    try {
      return response(tape.answer(request));
    } catch (IOException noAnswer) {
      return failure(String.valueOf(noAnswer.getMessage()));
    } catch (RuntimeException broken) {
      // Thrown further, it would leave the client waiting for an answer that never comes.
      return failure("The exchange failed with " + broken.getClass().getName());
    }
  }

  private static MockResponse failure(String message) {
    ByteString body = ErrorJson.of("cassette_error", null, "cassette_error", message);
    return new MockResponse.Builder()
        .code(500)
        .addHeader("content-type", "application/json")
        .addHeader("x-should-retry", "false")
        .body(body.utf8())
        .build();
  }

  private MockResponse response(Cassette.Exchange exchange) {
    List<Reply.Part> parts = new ArrayList<>();
    for (String chunk : exchange.chunks()) {
      parts.add(new Reply.Part(ByteString.encodeUtf8(chunk), Duration.ZERO));
    }
    Headers.Builder headers = new Headers.Builder();
    exchange.headers().forEach(headers::set);
    headers.set("transfer-encoding", "chunked");
    Reply reply =
        new Reply(
            exchange.status(),
            headers.build(),
            parts,
            exchange.cut() ? Ending.CONNECTION_CLOSED : Ending.COMPLETE);
    ReplyBody body = new ReplyBody(reply, pacer);
    MockResponse.Builder response = new MockResponse.Builder().code(exchange.status());
    if (exchange.cut()) {
      response.socketHandler(body);
    } else {
      response.body(body);
    }
    return response.headers(reply.headers()).build();
  }
}
