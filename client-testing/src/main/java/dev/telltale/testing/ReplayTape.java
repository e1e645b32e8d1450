package dev.telltale.testing;

import dev.telltale.testing.Cassette.Exchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Gives the responses of a cassette, each once. */
final class ReplayTape implements Tape {
  private final Cassette cassette;
  private final Matching matching;
  private final Object lock = new Object();

  // Guarded by lock.
  private final List<Exchange> left;
  private final List<String> mismatches = new ArrayList<>();

  ReplayTape(Cassette cassette, Matching matching) {
    this.cassette = cassette;
    this.matching = matching;
    this.left = new ArrayList<>(cassette.exchanges());
  }

  @Override
  public Exchange answer(RecordedRequest request) throws IOException {
    ByteString body = request.getBody();
    Map<String, @Nullable Object> asked = Exchange.object(body == null ? "" : body.utf8());
    String path = request.getTarget();
    synchronized (lock) {
      if (left.isEmpty()) {
        throw refused("A request came after all exchanges of the cassette were replayed");
      }
      String difference = difference(left.get(0), path, asked);
      if (matching == Matching.STRICT && difference != null) {
        int position = cassette.exchanges().size() - left.size();
        throw refused(
            "A request is not the one of exchange " + position + " of the cassette: " + difference);
      }
      Exchange chosen =
          left.stream()
              .filter(exchange -> difference(exchange, path, asked) == null)
              .findFirst()
              .orElse(left.get(0));
      left.remove(chosen);
      return chosen;
    }
  }

  @Override
  public List<Exchange> exchanges() {
    return cassette.exchanges();
  }

  @Override
  public List<String> problems() {
    synchronized (lock) {
      List<String> problems = new ArrayList<>(mismatches);
      if (!left.isEmpty()) {
        problems.add(left.size() + " exchanges of the cassette were not replayed");
      }
      return problems;
    }
  }

  @Override
  public void close() {}

  private IOException refused(String problem) {
    mismatches.add(problem);
    return new IOException(problem);
  }

  /** Where a request is not the recorded one, without anything of its content; null if it is. */
  private static @Nullable String difference(
      Exchange exchange, @Nullable String path, @Nullable Map<String, @Nullable Object> asked) {
    if (exchange.path() != null && !exchange.path().equals(path)) {
      return "its path or query differs";
    }
    if (exchange.request() == null) {
      return null;
    }
    return asked == null
        ? "its body is no JSON object"
        : JsonDifference.find(exchange.request(), asked);
  }

  /** How closely a request has to be the recorded one. */
  enum Matching {
    /** Equal, and in order. */
    STRICT,
    /** Any; equal ones are preferred. */
    LENIENT
  }
}
