package dev.telltale.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import okio.ByteString;

/** Collects server-sent events; each becomes one part of the reply, so one HTTP chunk. */
final class EventStream {
  private static final ByteString DONE = ByteString.encodeUtf8("[DONE]");

  private final List<Reply.Part> parts = new ArrayList<>();

  EventStream add(ByteString data) {
    return add(data, Duration.ZERO);
  }

  EventStream add(ByteString data, Duration pause) {
    Buffer event = new Buffer().writeUtf8("data: ").write(data).writeUtf8("\n\n");
    parts.add(new Reply.Part(event.readByteString(), pause));
    return this;
  }

  EventStream addDone() {
    return add(DONE);
  }

  Reply reply(Ending ending) {
    return Reply.chunked("text/event-stream; charset=utf-8", parts, ending);
  }
}
