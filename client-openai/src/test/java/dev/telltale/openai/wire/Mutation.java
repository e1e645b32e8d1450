package dev.telltale.openai.wire;

import dev.telltale.rig.fixtures.Fixture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Changes JSON in a way that servers, proxies and attackers do. The same random numbers give the
 * same change.
 */
final class Mutation {
  private static final String[] SCALARS = {
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "1e400",
    "1e-99999999999",
    "9223372036854775808",
    "18446744073709551616.0",
    "\"\"",
    "\"x\"",
    "\"\\ud83d\"",
    "\"\\u0000\"",
    "\"[DONE]\"",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "{\"\":null}",
    "[{\"index\":0}]",
    "{\"error\":{}}",
  };

  private static final String[] BYTES = {
    "{", "}", "[", "]", "\"", ",", ":", "\\", "\\u", "\n", "\r", "\0", "'", "/", "é", "0", "-"
  };

  private final Map<String, String> scalars;
  private final Random random;

  /**
   * Creates a source of mutations.
   *
   * @param scalars what was written before, shared by all sources of a run
   */
  Mutation(Random random, Map<String, String> scalars) {
    this.random = random;
    this.scalars = scalars;
  }

  /** One to three changes of the value's members, now and then of the text itself. */
  String of(@Nullable Object json) {
    StringBuilder text = new StringBuilder();
    int target = random.nextInt(size(json));
    write(text, json, new int[] {target});
    if (random.nextInt(4) == 0) {
      disturb(text);
    }
    return text.toString();
  }

  /** Members that nobody knows, anywhere. */
  String grown(@Nullable Object json) {
    StringBuilder text = new StringBuilder();
    write(text, grow(json), new int[] {Integer.MAX_VALUE});
    return text.toString();
  }

  /** Cuts, drops, doubles or replaces a piece of the text. */
  void disturb(StringBuilder text) {
    if (text.isEmpty()) {
      return;
    }
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + 1 + random.nextInt(8));
    switch (random.nextInt(4)) {
      case 0 -> text.setLength(at);
      case 1 -> text.delete(at, end);
      case 2 -> text.insert(at, text.substring(at, end));
      default -> text.replace(at, at + 1, pick(BYTES));
    }
  }

  private static int size(@Nullable Object json) {
    int size = 1;
    if (json instanceof List<?> list) {
      for (Object element : list) {
        size += size(element);
      }
    } else if (json instanceof Map) {
      for (Object member : Fixture.object(json).values()) {
        size += size(member);
      }
    }
    return size;
  }

  /** Writes a value, changed if it is the one that is counted down to. */
  private void write(StringBuilder text, @Nullable Object json, int[] target) {
    if (target[0]-- == 0) {
      writeChanged(text, json);
    } else if (json instanceof List<?> list) {
      text.append('[');
      for (Object element : list) {
        write(text, element, target);
        text.append(',');
      }
      end(text, ']');
    } else if (json instanceof Map) {
      text.append('{');
      Fixture.object(json).forEach((name, member) -> writeMember(text, name, member, target));
      end(text, '}');
    } else {
      text.append(scalar(json));
    }
  }

  /** The fixtures hold few texts, so each is escaped once. */
  private String scalar(@Nullable Object json) {
    return scalars.computeIfAbsent(
        String.valueOf(json) + (json instanceof String), key -> JsonText.of(json));
  }

  private void writeMember(StringBuilder text, String name, Object member, int[] target) {
    boolean hit = target[0] == 0;
    int change = hit ? random.nextInt(6) : -1;
    if (change == 0) {
      target[0]--;
      return;
    }
    text.append('"').append(change == 1 ? name.toUpperCase(Locale.ROOT) : name).append('"');
    text.append(':');
    write(text, member, target);
    text.append(',');
    if (change == 2) {
      text.append('"').append(name).append("\":").append(pick(SCALARS)).append(',');
    }
  }

  private void writeChanged(StringBuilder text, @Nullable Object json) {
    String whole = JsonText.of(json);
    switch (random.nextInt(6)) {
      case 0 -> text.append('[').append(whole).append(']');
      case 1 -> text.append("{\"text\":").append(whole).append('}');
      case 2 -> {
        int depth = random.nextInt(400);
        text.append("[".repeat(depth)).append(whole).append("]".repeat(depth));
      }
      case 3 -> text.append("\"x\"".repeat(random.nextInt(2))).append(JsonText.of(whole));
      default -> text.append(pick(SCALARS));
    }
  }

  private static void end(StringBuilder text, char bracket) {
    if (text.charAt(text.length() - 1) == ',') {
      text.setLength(text.length() - 1);
    }
    text.append(bracket);
  }

  private @Nullable Object grow(@Nullable Object json) {
    if (json instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(grow(element)));
      return elements;
    }
    if (!(json instanceof Map)) {
      return json;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    Fixture.object(json)
        .forEach(
            (name, member) -> {
              if (random.nextInt(4) == 0) {
                members.put("x_" + random.nextInt(1000), Map.of("choices", List.of("error")));
              }
              members.put(name, grow(member));
            });
    members.put("x_last", "[DONE]");
    return members;
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
