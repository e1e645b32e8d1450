package dev.telltale.openai.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.squareup.moshi.JsonWriter;
import dev.telltale.provider.JsonValues;
import dev.telltale.tools.JsonType;
import dev.telltale.tools.MismatchException;
import dev.telltale.tools.Range;
import dev.telltale.tools.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read and what a validator of JSON Schema accepts are the same. */
@Timeout(60)
class SchemaMutationTest {
  private static final int MUTATIONS = 4000;
  private static final JsonType<Order> ORDER = JsonType.of(Order.class);
  private static final JsonSchema SCHEMA = SchemaTableTest.validator(ORDER);
  private static final List<@Nullable Object> VALUES =
      Arrays.asList(
          null, true, "", "RED", "tall", "Card", "Cash", 0L, -1L, 101L, List.of(), Map.of());

  private final Random random = new Random(20261123);

  @Test
  void whatIsReadIsWhatTheSchemaAccepts() throws IOException {
    int accepted = 0;
    Map<String, @Nullable Object> valid = JsonValues.parseObject(ORDER.format(order()));

    for (int i = 0; i < MUTATIONS; i++) {
      String json = json(mutated(valid));
      boolean valued = SCHEMA.validate(json, InputFormat.JSON).isEmpty();

      assertThat(reads(json)).as(json).isEqualTo(valued);
      accepted += valued ? 1 : 0;
    }
    assertThat(accepted).isBetween(MUTATIONS / 20, MUTATIONS * 19 / 20);
  }

  private static boolean reads(String json) {
    try {
      ORDER.parse(json);
      return true;
    } catch (MismatchException mismatch) {
      return false;
    }
  }

  /** Changes one thing anywhere: a value, a member left out, or one too many. */
  private @Nullable Object mutated(@Nullable Object value) {
    if (value instanceof Map<?, ?> object && !object.isEmpty() && random.nextInt(4) > 0) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>(object);
      Object name = List.copyOf(object.keySet()).get(random.nextInt(object.size()));
      switch (random.nextInt(5)) {
        case 0 -> copy.remove(name);
        case 1 -> copy.put("other", 1L);
        default -> copy.put(name, mutated(object.get(name)));
      }
      return copy;
    }
    if (value instanceof List<?> array && !array.isEmpty() && random.nextInt(4) > 0) {
      List<@Nullable Object> copy = new ArrayList<>(array);
      int position = random.nextInt(array.size());
      switch (random.nextInt(4)) {
        case 0 -> copy.remove(position);
        case 1 -> copy.add(array.get(position));
        default -> copy.set(position, mutated(array.get(position)));
      }
      return copy;
    }
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private static String json(@Nullable Object value) throws IOException {
    Buffer json = new Buffer();
    JsonValues.write(JsonWriter.of(json), value);
    return json.readUtf8();
  }

  private static Order order() {
    return new Order(
        5,
        List.of(new Line("tall", Color.RED, ""), new Line("x", Color.BLUE, "gift")),
        new Card("visa", 12),
        true);
  }

  enum Color {
    RED,
    BLUE
  }

  record Line(@Size(min = 1, max = 4) String name, Color color, @Size(max = 4) String note) {}

  sealed interface Payment permits Card, Cash {}

  record Card(String brand, @Range(min = 0, max = 100) int digits) implements Payment {}

  record Cash() implements Payment {}

  record Order(
      @Range(min = 0, max = 100) long number,
      @Size(min = 1, max = 3) List<Line> lines,
      Payment payment,
      boolean gift) {}
}
