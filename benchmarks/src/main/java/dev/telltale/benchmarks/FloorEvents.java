package dev.telltale.benchmarks;

import com.squareup.moshi.JsonReader;
import dev.telltale.benchmarks.StreamTotals.Names;
import java.io.IOException;
import okio.Buffer;
import okio.BufferedSource;

/** Reads a stream the plain way: a string per line, a parser per event. */
final class FloorEvents implements FloorClient.AnswerReader {
  private static final String DATA = "data: ";

  private final Scenario scenario;

  FloorEvents(Scenario scenario) {
    this.scenario = scenario;
  }

  @Override
  public long read(BufferedSource source) throws IOException {
    StreamTotals totals = new StreamTotals(Names.READ);
    for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
      if (line.equals("data: [DONE]")) {
        return drained(source, totals);
      }
      if (line.startsWith(DATA)) {
        totals.add(JsonReader.of(new Buffer().writeUtf8(line, DATA.length(), line.length())));
      }
    }
    throw new IOException("The stream ended without its mark");
  }

  /** Reads to the end, or OkHttp could not use the connection again. */
  private long drained(BufferedSource source, StreamTotals totals) throws IOException {
    while (!source.exhausted()) {
      source.skip(source.getBuffer().size());
    }
    return totals.verified(scenario);
  }
}
