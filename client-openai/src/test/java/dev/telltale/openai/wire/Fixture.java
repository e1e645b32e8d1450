package dev.telltale.openai.wire;

import dev.telltale.ResponseHeaders;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** One entry of the fixture index with the bytes of its file. */
record Fixture(String id, String kind, Map<String, Object> entry, ByteString bytes) {

  int status() {
    return ((Number) entry.get("status")).intValue();
  }

  WireResponse response() {
    List<String> headers = new ArrayList<>();
    object(entry.get("headers"))
        .forEach(
            (name, value) -> {
              headers.add(name);
              headers.add((String) value);
            });
    return new WireResponse(status(), ResponseHeaders.of(headers), WireBody.of(bytes));
  }

  Map<String, Object> expect() {
    return object(entry.get("expect"));
  }

  boolean expects(String key) {
    return expect().containsKey(key);
  }

  @Nullable Object expected(String key) {
    return expect().get(key);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> objects(@Nullable Object value) {
    return value == null ? List.of() : (List<Map<String, Object>>) value;
  }

  @Override
  public String toString() {
    return id;
  }
}
