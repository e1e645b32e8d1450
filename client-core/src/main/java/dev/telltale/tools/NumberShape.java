package dev.telltale.tools;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A number, read as a decimal of every digit and then narrowed without loss. */
final class NumberShape extends Shape {
  /** More digits than any number a model means. */
  private static final int MAX_CHARS = 400;

  private final boolean whole;
  private final RangeBounds bounds;
  private final Function<BigDecimal, Object> narrow;

  /**
   * Creates the shape.
   *
   * @param narrow throws {@link ArithmeticException} for a number the type cannot hold
   */
  NumberShape(boolean whole, RangeBounds bounds, Function<BigDecimal, Object> narrow) {
    this.whole = whole;
    this.bounds = bounds;
    this.narrow = narrow;
  }

  @Override
  Map<String, @Nullable Object> schema(Outline outline) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", whole ? "integer" : "number");
    bounds.add(schema);
    return schema;
  }

  @Override
  Object read(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.NUMBER, whole ? "a whole number" : "a number");
    String path = reader.getPath();
    BigDecimal number = decimal(reader.nextString(), path);
    if (whole && number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
      throw new MismatchException(path, "is not a whole number");
    }
    bounds.check(number, path);
    try {
      return narrow.apply(number);
    } catch (ArithmeticException tooLarge) {
      throw new MismatchException(path, "is too large a number");
    }
  }

  @Override
  void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (!(value instanceof Number number)) {
      throw unwritable("a number is null");
    }
    if (!Double.isFinite(number.doubleValue())
        && (number instanceof Double || number instanceof Float)) {
      throw unwritable("a number is not finite");
    }
    writer.value(number);
  }

  private static BigDecimal decimal(String digits, String path) {
    if (digits.length() <= MAX_CHARS) {
      try {
        BigDecimal number = new BigDecimal(digits);
        // An exponent alone can ask for more digits than there is memory.
        if (Math.abs((long) number.scale()) <= MAX_CHARS) {
          return number;
        }
      } catch (NumberFormatException exponentTooLarge) {
        // It is refused as any number of that size.
      }
    }
    throw new MismatchException(path, "is too large a number");
  }
}
