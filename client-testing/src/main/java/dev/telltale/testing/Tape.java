package dev.telltale.testing;

import java.io.IOException;
import java.util.List;
import mockwebserver3.RecordedRequest;

/** Where the responses of a {@link CassetteServer} come from. Thread-safe. */
interface Tape {

  /**
   * Answers a request.
   *
   * @throws IOException if there is no answer; the message may be shown
   */
  Cassette.Exchange answer(RecordedRequest request) throws IOException;

  List<Cassette.Exchange> exchanges();

  /** What has not gone as the cassette says; empty if all has. */
  List<String> problems();

  void close();
}
