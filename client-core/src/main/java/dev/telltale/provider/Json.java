package dev.telltale.provider;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON values the way wire codecs need it: a member of an unexpected type is skipped instead
 * of ending the call, and strings come out well-formed.
 *
 * <p>An unpaired surrogate in a string, which has no form in UTF-8, is replaced by U+FFFD. Every
 * method reads exactly one value, or enters it.
 */
public final class Json {
  /** More digits than any count has; a longer number is not worth parsing. */
  private static final int MAX_NUMBER_CHARS = 40;

  /** Beyond it, plain digits of an amount would fill memory. */
  private static final int MAX_SCALE = 40;

  /** The end of the year 9999. */
  private static final long MAX_UNIX_TIME = 253_402_300_799L;

  /** Any number of this many digits fits a {@code long}. */
  private static final int MAX_PLAIN_DIGITS = 18;

  private Json() {}

  /**
   * Enters an object, or skips a value that is none.
   *
   * @return whether the caller is inside an object and must end it
   */
  public static boolean enterObject(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
      reader.skipValue();
      return false;
    }
    reader.beginObject();
    return true;
  }

  /**
   * Enters an array, or skips a value that is none.
   *
   * @return whether the caller is inside an array and must end it
   */
  public static boolean enterArray(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.BEGIN_ARRAY) {
      reader.skipValue();
      return false;
    }
    reader.beginArray();
    return true;
  }

  /** Skips a member of an object: its name and its value. */
  public static void skipMember(JsonReader reader) throws IOException {
    reader.skipName();
    reader.skipValue();
  }

  /** Reads a short string; returns null for a value of another type, which is skipped. */
  public static @Nullable String string(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.STRING) {
      reader.skipValue();
      return null;
    }
    return JsonStrings.wellFormed(reader.nextString());
  }

  /**
   * Reads a string that may be long, in one pass and with one intermediate array, where {@link
   * #string} copies the text once per escape and once per growth of a buffer. Returns null for a
   * value of another type, which is skipped.
   */
  public static @Nullable String text(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.STRING) {
      reader.skipValue();
      return null;
    }
    try (BufferedSource json = reader.nextSource()) {
      return JsonStrings.unescaped(json.readByteArray());
    }
  }

  /** Reads a string, number or boolean as text; returns null for any other value. */
  public static @Nullable String scalar(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case STRING -> JsonStrings.wellFormed(reader.nextString());
      case NUMBER -> reader.nextString();
      case BOOLEAN -> String.valueOf(reader.nextBoolean());
      default -> {
        reader.skipValue();
        yield null;
      }
    };
  }

  /**
   * Reads the next value as the JSON text it is, checked to be JSON.
   *
   * @throws IOException if the value is not JSON
   */
  public static String raw(JsonReader reader) throws IOException {
    ByteString json;
    try (BufferedSource source = reader.nextSource()) {
      json = source.readByteString();
    }
    JsonReader.of(new Buffer().write(json)).skipValue();
    return json.utf8();
  }

  /**
   * Reads a number that is not negative and of a size that occurs. Any other value is skipped and
   * gives null.
   */
  public static @Nullable BigDecimal amount(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.NUMBER) {
      reader.skipValue();
      return null;
    }
    return usual(parsed(reader.nextString()));
  }

  /** Reads a time as seconds since 1970, possibly with a fraction; null for any other value. */
  public static @Nullable Instant unixTime(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.NUMBER) {
      reader.skipValue();
      return null;
    }
    String text = reader.nextString();
    if (plainDigits(text)) {
      long seconds = Long.parseLong(text);
      return seconds > MAX_UNIX_TIME ? null : Instant.ofEpochSecond(seconds);
    }
    BigDecimal seconds = usual(parsed(text));
    if (seconds == null || seconds.compareTo(BigDecimal.valueOf(MAX_UNIX_TIME)) > 0) {
      return null;
    }
    boolean whole = seconds.scale() <= 0;
    long nanos = whole ? 0 : seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue();
    return Instant.ofEpochSecond(seconds.longValue(), nanos);
  }

  /** Reads a number as a double. A value of another type is skipped and gives empty. */
  public static OptionalDouble decimal(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.NUMBER) {
      reader.skipValue();
      return OptionalDouble.empty();
    }
    double decimal = Double.parseDouble(reader.nextString());
    return Double.isFinite(decimal) ? OptionalDouble.of(decimal) : OptionalDouble.empty();
  }

  /**
   * Reads a count: a whole number from 0 to the largest {@code long}, in whatever notation. Any
   * other value is skipped and gives empty.
   */
  public static OptionalLong count(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.NUMBER) {
      reader.skipValue();
      return OptionalLong.empty();
    }
    String text = reader.nextString();
    if (plainDigits(text)) {
      return OptionalLong.of(Long.parseLong(text));
    }
    BigDecimal number = parsed(text);
    try {
      return number == null || number.signum() < 0
          ? OptionalLong.empty()
          : OptionalLong.of(number.longValueExact());
    } catch (ArithmeticException notWholeOrTooLarge) {
      return OptionalLong.empty();
    }
  }

  /** Whether it is what nearly every count is: a few digits, which need no decimal arithmetic. */
  private static boolean plainDigits(String number) {
    if (number.length() > MAX_PLAIN_DIGITS) {
      return false;
    }
    for (int i = 0; i < number.length(); i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return false;
      }
    }
    return !number.isEmpty();
  }

  private static @Nullable BigDecimal usual(@Nullable BigDecimal amount) {
    boolean usual = amount != null && amount.signum() >= 0 && Math.abs(amount.scale()) <= MAX_SCALE;
    return usual ? amount : null;
  }

  private static @Nullable BigDecimal parsed(String number) {
    if (number.length() > MAX_NUMBER_CHARS) {
      return null;
    }
    try {
      return new BigDecimal(number);
    } catch (NumberFormatException exponentTooLarge) {
      return null;
    }
  }
}
