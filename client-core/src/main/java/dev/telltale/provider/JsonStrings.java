package dev.telltale.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Turns JSON strings into well-formed Java ones: a surrogate without its other half is replaced by
 * U+FFFD.
 */
final class JsonStrings {
  private static final char REPLACEMENT = '\uFFFD';

  private JsonStrings() {}

  /** Returns the text itself if nothing in it needs replacing. */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (unpaired(text, i)) {
        return repaired(text);
      }
      i += Character.isHighSurrogate(text.charAt(i)) ? 1 : 0;
    }
    return text;
  }

  /**
   * Unescapes a string with its quotes, in its own array: no escape is shorter than the UTF-8 it
   * stands for.
   *
   * @throws IOException if it holds an escape that JSON does not have
   */
  static String unescaped(byte[] json) throws IOException {
    int end = json.length - 1;
    int to = 0;
    for (int from = 1; from < end; ) {
      byte octet = json[from++];
      if (octet != '\\') {
        json[to++] = octet;
        continue;
      }
      byte escape = json[from++];
      if (escape != 'u') {
        json[to++] = simpleEscape(escape);
        continue;
      }
      int codePoint = codePoint(json, from, end);
      from += Character.isSupplementaryCodePoint(codePoint) ? 10 : 4;
      to = putUtf8(json, to, codePoint);
    }
    return new String(json, 0, to, StandardCharsets.UTF_8);
  }

  private static String repaired(String text) {
    StringBuilder repaired = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (unpaired(text, i)) {
        repaired.append(REPLACEMENT);
      } else {
        repaired.appendCodePoint(text.codePointAt(i));
        i += Character.isHighSurrogate(text.charAt(i)) ? 1 : 0;
      }
    }
    return repaired.toString();
  }

  /** Whether a surrogate stands at a position where no pair begins. */
  private static boolean unpaired(String text, int position) {
    char c = text.charAt(position);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isLowSurrogate(c)
        || position + 1 == text.length()
        || !Character.isLowSurrogate(text.charAt(position + 1));
  }

  private static byte simpleEscape(byte escape) throws IOException {
    return switch (escape) {
      case '"', '\\', '/', '\'' -> escape;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> throw new IOException("A JSON string holds an unknown escape");
    };
  }

  /** The character whose first four hexadecimal digits stand at a position. */
  private static int codePoint(byte[] json, int at, int end) throws IOException {
    char unit = (char) hexadecimal(json, at, end);
    if (!Character.isSurrogate(unit)) {
      return unit;
    }
    boolean escapeFollows = at + 10 <= end && json[at + 4] == '\\' && json[at + 5] == 'u';
    if (Character.isHighSurrogate(unit) && escapeFollows) {
      char low = (char) hexadecimal(json, at + 6, end);
      if (Character.isLowSurrogate(low)) {
        return Character.toCodePoint(unit, low);
      }
    }
    return REPLACEMENT;
  }

  private static int hexadecimal(byte[] json, int at, int end) throws IOException {
    if (at + 4 > end) {
      throw new IOException("A JSON string ends within an escape");
    }
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        throw new IOException("A JSON string holds an escape that is not hexadecimal");
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  private static int putUtf8(byte[] target, int at, int codePoint) {
    int to = at;
    if (codePoint < 0x80) {
      target[to++] = (byte) codePoint;
      return to;
    }
    if (codePoint < 0x800) {
      target[to++] = (byte) (0xc0 | (codePoint >> 6));
    } else {
      if (codePoint < 0x10000) {
        target[to++] = (byte) (0xe0 | (codePoint >> 12));
      } else {
        target[to++] = (byte) (0xf0 | (codePoint >> 18));
        target[to++] = continuation(codePoint >> 12);
      }
      target[to++] = continuation(codePoint >> 6);
    }
    target[to++] = continuation(codePoint);
    return to;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }
}
