package dev.telltale.testing;

import com.squareup.moshi.JsonWriter;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Redacts what the events of a stream say together: a model writes a key in pieces, none of which
 * looks like one. The texts at one place of all events are joined, redacted, and given back to the
 * events; what stood between the first and the last change comes with the event of the first.
 */
final class SpreadTexts {
  private static final String DATA = "data:";

  private SpreadTexts() {}

  /** Returns the events with the texts that are left; events without a change stay as they are. */
  static List<String> redacted(List<String> events, Redaction redaction) {
    Map<String, List<String>> places = new HashMap<>();
    rewritten(
        events,
        (place, piece) -> {
          places.computeIfAbsent(place, any -> new ArrayList<>()).add(piece);
          return piece;
        });
    Map<String, Iterator<String>> left = new HashMap<>();
    places.forEach((place, pieces) -> left.put(place, clean(pieces, redaction).iterator()));
    return rewritten(
        events,
        (place, piece) -> {
          Iterator<String> next = left.get(place);
          return next == null ? piece : next.next();
        });
  }

  private static Iterable<String> clean(List<String> pieces, Redaction redaction) {
    String whole = String.join("", pieces);
    String left = redaction.text(whole);
    if (left.equals(whole)) {
      return pieces;
    }
    int most = Math.min(whole.length(), left.length());
    int start = 0;
    while (start < most && whole.charAt(start) == left.charAt(start)) {
      start++;
    }
    int end = whole.length();
    int leftEnd = left.length();
    while (end > start && leftEnd > start && whole.charAt(end - 1) == left.charAt(leftEnd - 1)) {
      end--;
      leftEnd--;
    }
    return given(pieces, start, end, left.substring(start, leftEnd));
  }

  /** The pieces, with what stands from start to end replaced. */
  private static List<String> given(List<String> pieces, int start, int end, String replacement) {
    List<String> given = new ArrayList<>();
    boolean replaced = false;
    int from = 0;
    for (String piece : pieces) {
      int to = from + piece.length();
      StringBuilder left = new StringBuilder(piece.substring(0, within(start - from, piece)));
      if (!replaced && to >= start) {
        left.append(replacement);
        replaced = true;
      }
      given.add(left.append(piece.substring(within(end - from, piece))).toString());
      from = to;
    }
    return given;
  }

  private static int within(int position, String piece) {
    return Math.max(0, Math.min(position, piece.length()));
  }

  private static List<String> rewritten(
      List<String> events, BiFunction<String, String, String> change) {
    return events.stream().map(event -> rewritten(event, change)).toList();
  }

  private static String rewritten(String event, BiFunction<String, String, String> change) {
    StringBuilder lines = new StringBuilder();
    for (String line : event.split("(?<=\n)", -1)) {
      Map<String, @Nullable Object> data =
          line.startsWith(DATA) ? Cassette.Exchange.object(line.substring(DATA.length())) : null;
      Object changed = data == null ? null : value("$", data, change);
      lines.append(
          data == null || data.equals(changed)
              ? line
              : DATA + " " + json(changed) + line.substring(line.stripTrailing().length()));
    }
    return lines.toString();
  }

  private static @Nullable Object value(
      String place, @Nullable Object value, BiFunction<String, String, String> change) {
    if (value instanceof String text) {
      return change.apply(place, text);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> changed = new ArrayList<>();
      for (Object element : list) {
        changed.add(value(place + "[" + position(element, changed.size()) + "]", element, change));
      }
      return changed;
    }
    if (value instanceof Map<?, ?> members) {
      Map<String, @Nullable Object> changed = new LinkedHashMap<>();
      members.forEach(
          (name, member) ->
              changed.put(String.valueOf(name), value(place + "." + name, member, change)));
      return changed;
    }
    return value;
  }

  /** Choices and calls say themselves which they are, as not each event has all of them. */
  private static Object position(@Nullable Object element, int inList) {
    return element instanceof Map<?, ?> members && members.get("index") instanceof Number index
        ? index
        : inList;
  }

  private static String json(@Nullable Object value) {
    Buffer json = new Buffer();
    try {
      JsonValues.write(JsonWriter.of(json), value);
    } catch (IOException impossible) {
      throw new AssertionError("A buffer does not fail", impossible);
    }
    return json.readUtf8();
  }
}
