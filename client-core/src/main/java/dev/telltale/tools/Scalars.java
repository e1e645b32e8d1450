package dev.telltale.tools;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The shapes of types without parts: texts, numbers, booleans, dates, times. */
final class Scalars {
  private static final String TIME = "\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?";
  private static final Map<Class<?>, Text> TEXTS =
      Map.of(
          String.class, Text.of("a text", "", "", text -> text),
          LocalDate.class, Text.of("a date like 2026-03-31", "format", "date", LocalDate::parse),
          LocalTime.class,
              Text.of("a time like 18:30:00", "pattern", "^" + TIME + "$", LocalTime::parse),
          LocalDateTime.class,
              Text.of(
                  "a date and time like 2026-03-31T18:30:00",
                  "pattern",
                  "^\\d{4}-\\d{2}-\\d{2}T" + TIME + "$",
                  LocalDateTime::parse),
          OffsetDateTime.class,
              Text.of(
                  "a date and time like 2026-03-31T18:30:00Z",
                  "format",
                  "date-time",
                  OffsetDateTime::parse),
          Instant.class,
              Text.of(
                  "a date and time like 2026-03-31T18:30:00Z",
                  "format",
                  "date-time",
                  text -> OffsetDateTime.parse(text).toInstant()),
          Duration.class, Text.of("a duration like PT1H30M", "format", "duration", Duration::parse),
          UUID.class, Text.of("a UUID", "format", "uuid", Scalars::uuid),
          URI.class, Text.of("a URI", "", "", URI::create));
  private static final Map<Class<?>, Function<BigDecimal, Object>> WHOLE = whole();
  private static final Map<Class<?>, Function<BigDecimal, Object>> DECIMAL =
      Map.of(
          double.class, Scalars::finiteDouble,
          Double.class, Scalars::finiteDouble,
          float.class, Scalars::finiteFloat,
          Float.class, Scalars::finiteFloat,
          BigDecimal.class, number -> number);

  private Scalars() {}

  /** The shape of a class, or null if it has parts. */
  static @Nullable Shape of(Class<?> type, Facets facets) {
    Text text = TEXTS.get(type);
    if (text != null) {
      facets.requireNoRange(type);
      if (type != String.class) {
        facets.requireNoSize(type);
      }
      return new TextShape(text.facets(), text.what(), facets.size(), text.parse(), Scalars::print);
    }
    if (type == boolean.class || type == Boolean.class) {
      facets.requireNone(type);
      return new BooleanShape();
    }
    Shape number = number(type, facets);
    Shape scalar = number == null ? optional(type, facets) : number;
    if (scalar != null) {
      facets.requireNoSize(type);
    }
    return scalar;
  }

  private static @Nullable Shape number(Class<?> type, Facets facets) {
    Function<BigDecimal, Object> narrow = WHOLE.get(type);
    boolean whole = narrow != null;
    if (narrow == null) {
      narrow = DECIMAL.get(type);
    }
    if (narrow == null) {
      return null;
    }
    return new NumberShape(whole, facets.range(), narrow);
  }

  private static @Nullable Shape optional(Class<?> type, Facets facets) {
    if (type == OptionalInt.class) {
      return new OptionalShape(
          new NumberShape(true, facets.range(), BigDecimal::intValueExact),
          OptionalInt.empty(),
          value -> OptionalInt.of((Integer) value),
          value -> {
            OptionalInt number = (OptionalInt) value;
            return number.isPresent() ? number.getAsInt() : null;
          });
    }
    if (type == OptionalLong.class) {
      return new OptionalShape(
          new NumberShape(true, facets.range(), BigDecimal::longValueExact),
          OptionalLong.empty(),
          value -> OptionalLong.of((Long) value),
          value -> {
            OptionalLong number = (OptionalLong) value;
            return number.isPresent() ? number.getAsLong() : null;
          });
    }
    if (type == OptionalDouble.class) {
      return new OptionalShape(
          new NumberShape(false, facets.range(), Scalars::finiteDouble),
          OptionalDouble.empty(),
          value -> OptionalDouble.of((Double) value),
          value -> {
            OptionalDouble number = (OptionalDouble) value;
            return number.isPresent() ? number.getAsDouble() : null;
          });
    }
    return null;
  }

  private static Map<Class<?>, Function<BigDecimal, Object>> whole() {
    Map<Class<?>, Function<BigDecimal, Object>> whole = new HashMap<>();
    whole.put(byte.class, BigDecimal::byteValueExact);
    whole.put(Byte.class, BigDecimal::byteValueExact);
    whole.put(short.class, BigDecimal::shortValueExact);
    whole.put(Short.class, BigDecimal::shortValueExact);
    whole.put(int.class, BigDecimal::intValueExact);
    whole.put(Integer.class, BigDecimal::intValueExact);
    whole.put(long.class, BigDecimal::longValueExact);
    whole.put(Long.class, BigDecimal::longValueExact);
    whole.put(BigInteger.class, BigDecimal::toBigIntegerExact);
    return Map.copyOf(whole);
  }

  private static Object finiteDouble(BigDecimal number) {
    double narrowed = number.doubleValue();
    if (Double.isInfinite(narrowed)) {
      throw new ArithmeticException();
    }
    return narrowed;
  }

  private static Object finiteFloat(BigDecimal number) {
    float narrowed = number.floatValue();
    if (Float.isInfinite(narrowed)) {
      throw new ArithmeticException();
    }
    return narrowed;
  }

  /** As {@code toString}, but with the seconds that a date-time has in JSON Schema. */
  private static String print(Object value) {
    return value instanceof OffsetDateTime time
        ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)
        : value.toString();
  }

  /** {@link UUID#fromString} also takes shorter forms, which the schema does not. */
  private static Object uuid(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException();
    }
    return uuid;
  }

  /**
   * A type that is a text in JSON.
   *
   * @param what such as {@code a date like 2026-03-31}
   * @param facets what the schema says beside the type
   */
  private record Text(String what, Map<String, Object> facets, Function<String, Object> parse) {
    static Text of(String what, String facet, String value, Function<String, Object> parse) {
      return new Text(what, facet.isEmpty() ? Map.of() : Map.of(facet, value), parse);
    }
  }
}
