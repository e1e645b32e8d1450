package dev.telltale.observability.promptlog.store;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** What a sealed segment holds, as its last frame says it. */
record SegmentFooter(
    long records, long firstMillis, long lastMillis, Map<String, Long> labels, TraceFilter traces) {

  byte[] encode() throws IOException {
    Buffer json = new Buffer();
    JsonWriter writer = JsonWriter.of(json);
    writer.beginObject();
    writer.name("records").value(records);
    writer.name("first").value(firstMillis);
    writer.name("last").value(lastMillis);
    writer.name("labels").beginObject();
    for (Map.Entry<String, Long> label : labels.entrySet()) {
      writer.name(label.getKey()).value(label.getValue());
    }
    writer.endObject();
    writer.name("traces").value(Base64.getEncoder().encodeToString(traces.bytes()));
    writer.endObject();
    return json.readByteArray();
  }

  /** Reads what {@link #encode} wrote; the cipher has made sure that it is unchanged. */
  static SegmentFooter decode(byte[] json) throws IOException {
    JsonReader reader = JsonReader.of(new Buffer().write(json));
    long records = 0;
    long first = 0;
    long last = 0;
    Map<String, Long> labels = new TreeMap<>();
    byte[] traces = new byte[8];
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "records" -> records = number(reader);
        case "first" -> first = number(reader);
        case "last" -> last = number(reader);
        case "labels" -> readLabels(reader, labels);
        case "traces" -> traces = bits(Json.string(reader));
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    return new SegmentFooter(records, first, last, labels, TraceFilter.of(traces));
  }

  private static void readLabels(JsonReader reader, Map<String, Long> labels) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      labels.put(reader.nextName(), number(reader));
    }
    reader.endObject();
  }

  private static long number(JsonReader reader) throws IOException {
    OptionalLong count = Json.count(reader);
    return count.orElse(0);
  }

  private static byte[] bits(@Nullable String base64) {
    return base64 == null ? new byte[8] : Base64.getDecoder().decode(base64);
  }
}
