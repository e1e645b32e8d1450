package dev.telltale.internal.telemetry;

import com.squareup.moshi.JsonWriter;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Makes content fit a bound by what it is, never by cutting its JSON: the ends of the longest texts
 * go first, recordings and images are then named instead of kept, and at last the oldest messages
 * go.
 */
final class ContentFit {
  private static final int SHORTEST_TEXT = 32;
  private static final int FINER_CUTS = 4;
  private static final int EMPTY_ARRAY_BYTES = 2;

  private ContentFit() {}

  /** The tree, or as much of it as takes at most so many bytes as JSON. */
  static List<Object> fit(List<Object> tree, long maxBytes) {
    long size = size(tree);
    if (size <= maxBytes) {
      return tree;
    }
    List<Object> cut = tree;
    int longest = SHORTEST_TEXT;
    for (long length = maxBytes; size > maxBytes && length > SHORTEST_TEXT; length /= 2) {
      longest = (int) Math.max(SHORTEST_TEXT, length / 2);
      cut = list(tree, longest);
      size = size(cut);
    }
    return size > maxBytes ? newest(cut, maxBytes) : filled(tree, cut, longest, maxBytes);
  }

  /** As much more of the longest texts as a few tries find room for. */
  private static List<Object> filled(
      List<Object> tree, List<Object> fitting, int longest, long maxBytes) {
    List<Object> best = fitting;
    int kept = longest;
    int more = longest / 2;
    for (int tries = 0; tries < FINER_CUTS; tries++) {
      List<Object> cut = list(tree, kept + more);
      if (size(cut) <= maxBytes) {
        best = cut;
        kept += more;
      }
      more /= 2;
    }
    return best;
  }

  /** The last ones that fit together. Each is measured once, as there may be very many. */
  private static List<Object> newest(List<Object> tree, long maxBytes) {
    long left = maxBytes - EMPTY_ARRAY_BYTES;
    int first = tree.size();
    while (first > 0) {
      left -= size(List.of(tree.get(first - 1))) - EMPTY_ARRAY_BYTES;
      if (left < 0) {
        break;
      }
      // The comma before it, if another one follows to the left.
      left--;
      first--;
    }
    return tree.subList(first, tree.size());
  }

  static String text(Object tree) {
    Buffer json = new Buffer();
    write(tree, json);
    return json.readUtf8();
  }

  private static long size(Object tree) {
    Measured measured = new Measured();
    write(tree, Okio.buffer(measured));
    return measured.bytes;
  }

  private static void write(Object tree, BufferedSink sink) {
    try (JsonWriter json = JsonWriter.of(sink)) {
      JsonValues.write(json, tree);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Counts and keeps nothing: what is measured may be far larger than what is kept. */
  private static final class Measured extends ForwardingSink {
    private long bytes;

    Measured() {
      super(Okio.blackhole());
    }

    @Override
    public void write(Buffer source, long byteCount) throws IOException {
      bytes += byteCount;
      super.write(source, byteCount);
    }
  }

  private static List<Object> list(List<?> values, int longest) {
    List<Object> cut = new ArrayList<>(values.size());
    for (Object value : values) {
      cut.add(value(value, longest));
    }
    return cut;
  }

  private static @Nullable Object value(@Nullable Object value, int longest) {
    if (value instanceof String text) {
      return text(text, longest);
    } else if (value instanceof List<?> values) {
      return list(values, longest);
    } else if (value instanceof Map<?, ?> members) {
      return object(members, longest);
    }
    return value;
  }

  private static Map<String, Object> object(Map<?, ?> members, int longest) {
    boolean bytes = "blob".equals(members.get("type"));
    if (bytes && members.get("content") instanceof String base64 && base64.length() > longest) {
      return omitted(members, base64);
    }
    Map<String, Object> cut = new LinkedHashMap<>();
    members.forEach((name, value) -> cut.put((String) name, value(value, longest)));
    return cut;
  }

  /** Half a picture is no picture. */
  private static Map<String, Object> omitted(Map<?, ?> blob, String base64) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", "generic");
    part.put("generic_type", "blob");
    blob.forEach(
        (name, value) -> {
          if (!"type".equals(name) && !"content".equals(name)) {
            part.put((String) name, value);
          }
        });
    part.put("omitted_bytes", (long) base64.length() * 3 / 4);
    return part;
  }

  private static String text(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "... [" + (text.length() - end) + " more characters]";
  }
}
