package dev.telltale.openai.schema;

import dev.telltale.tools.Range;
import dev.telltale.tools.Size;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes records of every shape, the same ones for the same seed. */
final class RandomRecords {
  private static final int[] CHARACTERS = {0, '"', '\\', '\n', 'a', 'é', 0x2028, 0x1F600, '{', ' '};

  private final Random random;

  RandomRecords(Random random) {
    this.random = random;
  }

  Everything next() {
    return new Everything(
        random.nextBoolean(),
        random.nextInt(),
        random.nextLong(),
        random.nextDouble(-1, 1),
        new BigInteger(random.nextInt(1, 200), random),
        BigDecimal.valueOf(random.nextLong(), random.nextInt(-20, 20)),
        text(),
        random.nextBoolean() ? text() : null,
        random.nextBoolean() ? Optional.of(leaf()) : Optional.empty(),
        random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
        Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L), random.nextInt(1_000_000_000)),
        LocalDate.ofEpochDay(random.nextInt(0, 40_000)),
        list(0, this::leaf),
        Set.copyOf(list(1, () -> Color.values()[random.nextInt(3)])),
        map(),
        node(4));
  }

  private Leaf leaf() {
    return new Leaf(text(1), random.nextInt(0, 101));
  }

  private Node node(int depth) {
    return depth == 0 || random.nextBoolean()
        ? new End(text())
        : new Fork(node(depth - 1), list(0, () -> node(depth - 1)));
  }

  private Map<String, List<Leaf>> map() {
    Map<String, List<Leaf>> map = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      map.put(text() + i, list(0, this::leaf));
    }
    return map;
  }

  private <T> List<T> list(int min, Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(min, 4); i > 0; i--) {
      list.add(element.get());
    }
    return list;
  }

  private String text() {
    return text(0);
  }

  private String text(int min) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(min, 9); i > 0; i--) {
      text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  enum Color {
    RED,
    GREEN,
    BLUE
  }

  record Leaf(@Size(min = 1, max = 8) String label, @Range(min = 0, max = 100) int weight) {}

  sealed interface Node permits End, Fork {}

  record End(String text) implements Node {}

  record Fork(Node first, List<Node> others) implements Node {}

  record Everything(
      boolean flag,
      int count,
      long total,
      double ratio,
      BigInteger large,
      BigDecimal exact,
      String text,
      @Nullable String note,
      Optional<Leaf> leaf,
      OptionalLong id,
      Instant at,
      LocalDate day,
      List<Leaf> leaves,
      Set<Color> colors,
      Map<String, List<Leaf>> groups,
      Node node) {}
}
