package dev.telltale.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class JsonTypeTest {
  private static final JsonType<Trip> TRIP = JsonType.of(Trip.class);

  @Test
  void schemaNamesEveryMemberOfARecord() {
    JsonType<Day> type = JsonType.of(Day.class);

    assertThat(type.schema().json())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{"
                + "\"low\":{\"description\":\"At night\",\"type\":\"number\","
                + "\"minimum\":-90,\"maximum\":60},"
                + "\"note\":{\"type\":[\"string\",\"null\"]}},"
                + "\"required\":[\"low\",\"note\"],\"additionalProperties\":false}");
    assertThat(type.name()).isEqualTo("Day");
  }

  @Test
  void textReadsAsARecord() {
    Trip trip =
        TRIP.parse(
            "{\"days\":[{\"note\":null,\"low\":9.5}],\"tags\":[\"a\",\"b\",\"a\"],"
                + "\"sky\":\"GREY\",\"costs\":[{\"key\":\"train\",\"value\":12}],"
                + "\"goal\":{\"type\":\"City\",\"name\":\"Porto\"}}");

    assertThat(trip)
        .isEqualTo(
            new Trip(
                List.of(new Day(9.5, Optional.empty())),
                Set.of("a", "b"),
                Sky.GREY,
                Map.of("train", 12),
                new City("Porto")));
  }

  @Test
  void recordWritesAsItReads() {
    Trip trip =
        new Trip(List.of(), Set.of("é\"\n"), Sky.BLUE, Map.of("", 1), new Beach(Optional.of(2)));

    assertThat(TRIP.parse(TRIP.format(trip))).isEqualTo(trip);
  }

  @Test
  void whatIsNoObjectIsWrapped() {
    JsonType<List<Sky>> type = JsonType.of(new TypeRef<List<Sky>>() {});

    assertThat(type.format(List.of(Sky.BLUE))).isEqualTo("{\"value\":[\"BLUE\"]}");
    assertThat(type.parse("{\"value\":[\"GREY\"]}")).containsExactly(Sky.GREY);
  }

  @Test
  void absentOptionalIsEmpty() {
    assertThat(JsonType.of(Day.class).parse("{\"low\":1}")).isEqualTo(new Day(1, Optional.empty()));
    assertThat(JsonType.of(Named.class).parse("{}")).isEqualTo(new Named(null));
  }

  @Test
  void typeWithinItselfIsReferredTo() {
    JsonType<Tree> type = JsonType.of(Tree.class);
    Tree tree = new Tree("a", List.of(new Tree("b", List.of())));

    assertThat(type.schema().json()).contains("{\"$ref\":\"#\"}");
    assertThat(type.parse(type.format(tree))).isEqualTo(tree);
  }

  @Test
  void typeUsedTwiceIsDefinedOnce() {
    String schema = JsonType.of(new TypeRef<Pair<Day, List<Day>>>() {}).schema().json();

    assertThat(schema).contains("\"first\":{\"$ref\":\"#/$defs/Day\"}").contains("\"$defs\":{");
    assertThat(schema.split("At night", -1)).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource
  void mismatchNamesThePath(String json, String path, String problem) {
    assertThatThrownBy(() -> TRIP.parse(json))
        .isInstanceOfSatisfying(
            MismatchException.class,
            mismatch -> {
              assertThat(mismatch.path()).isEqualTo(path);
              assertThat(mismatch.problem()).isEqualTo(problem);
              assertThat(mismatch).hasMessage(path + " " + problem).hasNoCause();
            });
  }

  static List<Arguments> mismatchNamesThePath() {
    return List.of(
        argumentSet("not JSON", "no", "$", "is not valid JSON"),
        argumentSet("cut", "{\"days\":[", "$", "ends before it is complete"),
        argumentSet("empty", "", "$", "ends before it is complete"),
        argumentSet("list", "[]", "$", "is not an object"),
        argumentSet("null", "null", "$", "is null"),
        argumentSet("missing", "{}", "$.days", "is missing"),
        argumentSet("extra", "{\"secret-name\":1}", "$", "has a member that is not in the schema"),
        argumentSet("twice", "{\"days\":[],\"days\":[]}", "$.days", "stands twice"),
        argumentSet("text", "{\"days\":[{\"low\":\"x\"}]}", "$.days[0].low", "is not a number"),
        argumentSet("bound", "{\"days\":[{\"low\":61}]}", "$.days[0].low", "is more than 60"),
        argumentSet("null number", "{\"days\":[{\"low\":null}]}", "$.days[0].low", "is null"),
        argumentSet("nested missing", "{\"days\":[{},{}]}", "$.days[0].low", "is missing"),
        argumentSet("constant", "{\"sky\":\"red\"}", "$.sky", "is none of BLUE, GREY"),
        argumentSet("long", "{\"tags\":[1]}", "$.tags[0]", "is not a text"),
        argumentSet("few", "{\"tags\":[]}", "$.tags", "has fewer than 1 elements"),
        argumentSet(
            "no key", "{\"costs\":[{\"value\":1}]}", "$.costs[0]", "lacks its key or its value"),
        argumentSet(
            "key twice",
            "{\"costs\":[{\"key\":\"a\",\"value\":1},{\"key\":\"a\",\"value\":1}]}",
            "$.costs[1]",
            "repeats a key"),
        argumentSet(
            "fraction",
            "{\"costs\":[{\"key\":\"a\",\"value\":1.5}]}",
            "$.costs[0].value",
            "is not a whole number"),
        argumentSet(
            "overflow",
            "{\"costs\":[{\"key\":\"a\",\"value\":3000000000}]}",
            "$.costs[0].value",
            "is too large a number"),
        argumentSet(
            "huge exponent",
            "{\"costs\":[{\"key\":\"a\",\"value\":1e999999999}]}",
            "$.costs[0].value",
            "is too large a number"),
        argumentSet("no tag", "{\"goal\":{\"name\":\"x\"}}", "$.goal.type", "is missing"),
        argumentSet(
            "wrong tag", "{\"goal\":{\"type\":\"x\"}}", "$.goal.type", "is none of City, Beach"),
        argumentSet(
            "refused",
            "{\"goal\":{\"type\":\"City\",\"name\":\" \"}}",
            "$.goal",
            "is refused by City"));
  }

  @Test
  void textAfterTheValueIsRefused() {
    assertThatThrownBy(() -> JsonType.of(Named.class).parse("{} {}"))
        .isInstanceOf(MismatchException.class);
  }

  @ParameterizedTest
  @MethodSource
  void typeWithoutFormIsRefused(Class<?> type, String advice) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(type))
        .withMessageContaining(advice);
  }

  static List<Arguments> typeWithoutFormIsRefused() {
    return List.of(
        argumentSet("array", int[].class, "use a List"),
        argumentSet("class", StringBuilder.class, "use a record"),
        argumentSet("any", Object.class, "use a record"),
        argumentSet("hash map", HashMap.class, "TypeRef"),
        argumentSet("raw list", List.class, "TypeRef"),
        argumentSet("open type", Comparable.class, "TypeRef"),
        argumentSet("type component", Clash.class, "rename the component"),
        argumentSet("range of text", RangedText.class, "@Range is for numbers"),
        argumentSet("size of number", SizedNumber.class, "@Size is for texts"),
        argumentSet("size of an optional number", SizedOptional.class, "@Size is for texts"),
        argumentSet("letter", Letter.class, "use a String"),
        argumentSet("endless type", Growing.class, "new type arguments without end"),
        argumentSet("optional in list", Gaps.class, "leave it out"),
        argumentSet("reversed bounds", Reversed.class, "min greater than its max"));
  }

  @Test
  void nullWithoutAPlaceIsNotWritten() {
    Trip broken = new Trip(List.of(), Set.of("a"), Sky.BLUE, Map.of(), null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TRIP.format(broken))
        .withMessageContaining("Trip.goal is null");
  }

  @Test
  void numberThatIsNotFiniteIsNotWritten() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(Day.class).format(new Day(Double.NaN, Optional.empty())));
  }

  @Test
  void deepNestingEndsInAMismatch() {
    String deep = "{\"name\":\"a\",\"children\":[".repeat(10_000);

    assertThatThrownBy(() -> JsonType.of(Tree.class).parse(deep))
        .isInstanceOf(MismatchException.class);
  }

  @Test
  void deepValueIsNotWritten() {
    Tree tree = new Tree("leaf", List.of());
    for (int i = 0; i < 300; i++) {
      tree = new Tree("branch", List.of(tree));
    }
    Tree deep = tree;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(Tree.class).format(deep))
        .withMessageNotContaining("children");
  }

  @Test
  void definitionsHavePlainNames() {
    String schema = JsonType.of(Streets.class).schema().json();

    assertThat(schema).contains("\"#/$defs/Street_1\"").contains("{\"Street_1\":");
  }

  @Test
  void repeatedElementsOfASetCountOnce() {
    JsonType<Crew> type = JsonType.of(Crew.class);

    assertThatThrownBy(() -> type.parse("{\"names\":[\"a\",\"a\"]}"))
        .hasMessage("$.names has fewer than 2 elements");
    assertThatThrownBy(() -> type.parse("{\"names\":[\"a\",\"b\",\"c\",\"c\"]}"))
        .hasMessage("$.names has more than 3 elements");
  }

  @Test
  void nullableMayBeAnAnnotationOfFieldsOrMethods() {
    Marked read = JsonType.of(Marked.class).parse("{\"onField\":null}");

    assertThat(read).isEqualTo(new Marked(null, null));
  }

  @Test
  void neitherExceptionNorTypeShowsContent() throws IOException {
    assertThatThrownBy(() -> TRIP.parse("{\"sky\":\"sk-secret\"}"))
        .hasMessageNotContaining("sk-secret");
    assertThat(TRIP).hasToString("JsonType[" + Trip.class.getName() + "]");
  }

  enum Sky {
    BLUE,
    GREY
  }

  record Day(
      @Description("At night") @Range(min = -90, max = 60) double low, Optional<String> note) {}

  sealed interface Goal permits City, Beach {}

  record City(String name) implements Goal {
    City {
      if (name.isBlank()) {
        throw new IllegalArgumentException("blank: '" + name + "'");
      }
    }
  }

  record Beach(Optional<Integer> number) implements Goal {}

  record Street$1(int number) {}

  record Streets(Street$1 from, Street$1 to) {}

  record Crew(@Size(min = 2, max = 3) Set<String> names) {}

  record Marked(@OfFields.Nullable String onField, @OfMethods.Nullable String onMethod) {}

  /** Annotations with one name each stand for those in use, whose targets differ. */
  static final class OfFields {
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.FIELD)
    @interface Nullable {}
  }

  static final class OfMethods {
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.PARAMETER})
    @interface Nullable {}
  }

  record SizedOptional(@Size(max = 1) OptionalInt number) {}

  record Letter(char letter) {}

  record Endless<T>(T value, List<Endless<List<T>>> more) {}

  record Growing(Endless<String> endless) {}

  record Trip(
      List<Day> days,
      @Size(min = 1) Set<String> tags,
      Sky sky,
      Map<String, Integer> costs,
      Goal goal) {}

  record Named(@Nullable String name) {}

  record Tree(String name, List<Tree> children) {}

  record Pair<A, B>(A first, B second) {}

  sealed interface Clash {}

  record Typed(String type) implements Clash {}

  record RangedText(@Range(max = 1) String text) {}

  record SizedNumber(@Size(max = 1) int number) {}

  record Gaps(List<Optional<String>> gaps) {}

  record Reversed(@Range(min = 2, max = 1) int number) {}
}
