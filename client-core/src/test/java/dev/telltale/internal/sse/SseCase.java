package dev.telltale.internal.sse;

import com.squareup.moshi.JsonReader;
import dev.telltale.provider.SseEvent;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;
import okio.Source;

/** One line of {@code sse-cases.jsonl}: the bytes of a stream and what a reader makes of them. */
record SseCase(
    String name, ByteString input, List<Event> events, String lastId, OptionalLong retry) {

  /** What was read, in the terms of the file. */
  record Event(String type, String data, String id) {}

  /** The cases of the bundled file, or of the one named by {@code telltale.sseCases}. */
  static List<SseCase> all() throws IOException {
    String file = System.getProperty("telltale.sseCases");
    List<SseCase> cases = new ArrayList<>();
    try (InputStream in =
            file == null
                ? SseCase.class.getResourceAsStream("/sse-cases.jsonl")
                : new FileInputStream(file);
        BufferedSource lines = Okio.buffer(Okio.source(in))) {
      JsonReader json = JsonReader.of(lines);
      json.setLenient(true);
      while (json.peek() != JsonReader.Token.END_DOCUMENT) {
        cases.add(read(json));
      }
    }
    return cases;
  }

  /** Reads all of {@code source} and compares it with this case. */
  void verify(Source source, String how) throws IOException {
    SseReader reader = new SseReader(Okio.buffer(source));
    List<Event> read = new ArrayList<>();
    for (SseEvent event = reader.next(); event != null; event = reader.next()) {
      read.add(new Event(event.type(), event.dataUtf8(), event.id()));
    }
    String lastRead = read.isEmpty() ? "" : read.get(read.size() - 1).id();
    if (!read.equals(events) || !lastRead.equals(lastId) || !reader.retryMillis().equals(retry)) {
      throw new AssertionError(
          "%s %s: read %s, retry %s, expected %s, retry %s"
              .formatted(name, how, read, reader.retryMillis(), events, retry));
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static SseCase read(JsonReader json) throws IOException {
    String name = "";
    ByteString input = ByteString.EMPTY;
    List<Event> events = new ArrayList<>();
    String lastId = "";
    OptionalLong retry = OptionalLong.empty();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "name" -> name = json.nextString();
        case "input_hex" -> input = ByteString.decodeHex(json.nextString());
        case "lastEventId" -> lastId = json.nextString();
        case "retry" -> retry = retry(json);
        case "events" -> {
          json.beginArray();
          while (json.hasNext()) {
            events.add(event(json));
          }
          json.endArray();
        }
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new SseCase(name, input, List.copyOf(events), lastId, retry);
  }

  private static Event event(JsonReader json) throws IOException {
    String type = "";
    String data = "";
    String id = "";
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "type" -> type = json.nextString();
        case "data" -> data = json.nextString();
        case "id" -> id = json.nextString();
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new Event(type, data, id);
  }

  /** The file holds the number as sent; a reader gives the largest long for one beyond it. */
  private static OptionalLong retry(JsonReader json) throws IOException {
    if (json.peek() == JsonReader.Token.NULL) {
      json.nextNull();
      return OptionalLong.empty();
    }
    BigInteger sent = new BigInteger(json.nextString());
    return OptionalLong.of(sent.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
  }
}
