package dev.telltale.benchmarks;

import com.squareup.moshi.JsonReader;
import dev.telltale.benchmarks.StreamTotals.Names;
import java.io.IOException;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/** Reads a stream with one parser, which sees its events as one text of many JSON values. */
final class LeanEvents implements FloorClient.AnswerReader {
  private static final ByteString DATA = ByteString.encodeUtf8("data: ");
  private static final ByteString DONE = ByteString.encodeUtf8("data: [DONE]");

  private final Scenario scenario;

  LeanEvents(Scenario scenario) {
    this.scenario = scenario;
  }

  @Override
  public long read(BufferedSource source) throws IOException {
    StreamTotals totals = new StreamTotals(Names.SKIPPED);
    Buffer events = new Buffer();
    JsonReader reader = JsonReader.of(events);
    reader.setLenient(true);
    boolean done = false;
    for (long end = source.indexOf((byte) '\n'); end != -1; end = source.indexOf((byte) '\n')) {
      if (source.rangeEquals(0, DONE)) {
        done = true;
      } else if (source.rangeEquals(0, DATA)) {
        source.skip(DATA.size());
        events.write(source, end + 1 - DATA.size());
        totals.add(reader);
        continue;
      }
      source.skip(end + 1);
    }
    if (!done) {
      throw new IOException("The stream ended without its mark");
    }
    return totals.verified(scenario);
  }
}
