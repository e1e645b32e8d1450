package dev.telltale.observability.export;

import com.squareup.moshi.JsonWriter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as OTLP's JSON form has them: identifiers in hexadecimal, 64-bit integers as
 * strings, attributes as lists of keys and typed values.
 */
final class OtlpJson {
  private OtlpJson() {}

  /**
   * Writes one line: an export of one record.
   *
   * @param signal the name of a record in the plural, such as {@code spans}
   */
  static Buffer line(
      String signal, Resource resource, InstrumentationScopeInfo scope, Members record) {
    Buffer line = new Buffer();
    String name = signal.equals("logRecords") ? "Logs" : capital(signal);
    try (JsonWriter json = JsonWriter.of(line)) {
      json.beginObject().name("resource" + name).beginArray().beginObject();
      json.name("resource").beginObject();
      attributes(json, resource.getAttributes());
      json.endObject();
      json.name("scope" + name).beginArray().beginObject();
      json.name("scope").beginObject().name("name").value(scope.getName());
      json.name("version").value(scope.getVersion()).endObject();
      json.name(signal).beginArray().beginObject();
      record.write(json);
      json.endObject().endArray();
      json.endObject().endArray();
      json.endObject().endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Not of a buffer.
    }
    return line.writeByte('\n');
  }

  /** A line becomes a record's members. */
  interface Members {
    void write(JsonWriter json) throws IOException;
  }

  static void attributes(JsonWriter json, Attributes attributes) throws IOException {
    if (attributes.isEmpty()) {
      return;
    }
    json.name("attributes").beginArray();
    for (var entry : attributes.asMap().entrySet()) {
      pair(json, entry.getKey().getKey(), entry.getValue());
    }
    json.endArray();
  }

  static void nanos(JsonWriter json, String name, long epochNanos) throws IOException {
    json.name(name).value(Long.toString(epochNanos));
  }

  /** A number, or the name of one that JSON has no form for. */
  static void number(JsonWriter json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.value(value);
    } else if (Double.isNaN(value)) {
      json.value("NaN");
    } else {
      json.value(value > 0 ? "Infinity" : "-Infinity");
    }
  }

  static void value(JsonWriter json, @Nullable Object value) throws IOException {
    if (value instanceof Value<?> any) {
      value(json, any.getValue());
      return;
    }
    json.beginObject();
    if (value instanceof Boolean flag) {
      json.name("boolValue").value(flag);
    } else if (value instanceof Long number) {
      json.name("intValue").value(number.toString());
    } else if (value instanceof Double number) {
      json.name("doubleValue");
      number(json, number);
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      json.name("bytesValue").value(Base64.getEncoder().encodeToString(copy));
    } else if (value instanceof List<?> list) {
      list(json, list);
    } else if (value != null) {
      json.name("stringValue").value(value.toString());
    }
    json.endObject();
  }

  private static void list(JsonWriter json, List<?> list) throws IOException {
    boolean pairs = !list.isEmpty() && list.get(0) instanceof KeyValue;
    json.name(pairs ? "kvlistValue" : "arrayValue").beginObject().name("values").beginArray();
    for (Object element : list) {
      if (element instanceof KeyValue pair) {
        pair(json, pair.getKey(), pair.getValue());
      } else {
        value(json, element);
      }
    }
    json.endArray().endObject();
  }

  private static void pair(JsonWriter json, String key, Object value) throws IOException {
    json.beginObject().name("key").value(key).name("value");
    value(json, value);
    json.endObject();
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
