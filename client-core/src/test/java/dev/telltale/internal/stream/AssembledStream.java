package dev.telltale.internal.stream;

import dev.telltale.ChatResponse;
import dev.telltale.ResponseHeaders;
import dev.telltale.StreamEvent;
import dev.telltale.internal.http.SentHeaders;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.StreamSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The assembler of the engine, for the tests of codecs: what a reader of a stream would get. */
public final class AssembledStream {
  private final StreamAssembler assembler =
      new StreamAssembler(ResponseHeaders.none(), null, SentHeaders.none());

  /** Where a decoder tells what it reads. */
  public StreamSink sink() {
    return assembler;
  }

  /** Takes a whole answer that came where a stream was asked for. */
  public void whole(ChatResponse response) {
    assembler.whole(response);
  }

  /** The answer as far as it has come. */
  public ChatResponse response() {
    return assembler.response();
  }

  /** The events that have come since this was last asked. */
  public List<StreamEvent> events() {
    List<StreamEvent> events = new ArrayList<>();
    for (StreamEvent event = assembler.poll(); event != null; event = assembler.poll()) {
      events.add(event);
    }
    return events;
  }

  /** Whether the end mark was read. */
  public boolean done() {
    return assembler.doneSeen();
  }

  /** Whether the stream may end here and be whole. */
  public boolean complete() {
    return assembler.complete();
  }

  /** The error the provider reported, or null. */
  public @Nullable ErrorDetails error() {
    return assembler.error();
  }
}
