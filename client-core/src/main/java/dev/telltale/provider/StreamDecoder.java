package dev.telltale.provider;

import java.io.IOException;

/**
 * Reads the events of one stream. Created for a stream, used by one thread at a time, and dropped
 * with it, so it may keep a parser and what it has seen.
 */
@FunctionalInterface
public interface StreamDecoder {

  /**
   * Reads one event and tells the sink what it says.
   *
   * @param event valid until this method returns
   * @throws IOException if the event is not what the protocol describes
   */
  void decode(SseEvent event, StreamSink sink) throws IOException;
}
