package dev.telltale.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What seldom comes together: found by breaking the code and seeing no test fail. */
@Timeout(10)
class JsonTypeEdgeTest {
  @Test
  void recordThatNeedsEqualArgumentsIsLeftOut() {
    String schema = JsonType.of(new TypeRef<Two<String, Integer>>() {}).schema().json();

    assertThat(schema).contains("\"Other\"").doesNotContain("\"Same\"");
  }

  @Test
  void argumentsWithinArgumentsAreCompared() {
    String schema = JsonType.of(new TypeRef<Holder<List<String>>>() {}).schema().json();

    assertThat(schema).contains("\"OfLists\"").doesNotContain("\"OfSets\"");
  }

  @Test
  void recordsOfOneSimpleNameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(Twins.class))
        .withMessageContaining("Two records of Twins are named Twin: rename one");
  }

  @Test
  void longNameIsCut() {
    JsonType<?> type =
        JsonType.of(
            new TypeRef<
                Map<
                    Map<RecordOfAVeryLongName, RecordOfAVeryLongName>,
                    RecordOfAVeryLongName>>() {});

    assertThat(type.name()).hasSize(64);
  }

  @Test
  void whiteSpaceWithoutEndIsRefused() {
    JsonType<Maybe> type = JsonType.of(Maybe.class);
    String far = " ".repeat(70_000) + "{}";

    assertThatThrownBy(() -> type.parse(far)).isInstanceOf(MismatchException.class);
  }

  @Test
  void nullableOptionalIsEmptyAndNeverNull() {
    JsonType<Maybe> type = JsonType.of(Maybe.class);

    assertThat(type.parse("{\"note\":null}").note()).isEqualTo(Optional.empty());
    assertThat(type.parse("{}").note()).isEqualTo(Optional.empty());
  }

  @Test
  void primitiveCannotBeNullable() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(Count.class))
        .withMessageContaining("a primitive cannot be null");
  }

  @Test
  void onlyTheComponentWithoutFormIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(Late.class))
        .withMessageEndingWith("It stands at Late.since");
  }

  @Test
  void exponentDoesNotAskForMemory() {
    assertThatThrownBy(() -> JsonType.of(Big.class).parse("{\"number\":1e999999999}"))
        .isInstanceOf(MismatchException.class)
        .hasMessage("$.number is too large a number");
  }

  @Test
  void entryHasOneKey() {
    JsonType<Prices> type = JsonType.of(Prices.class);

    assertThatThrownBy(() -> type.parse("{\"prices\":[{\"key\":\"a\",\"key\":\"b\",\"value\":1}]}"))
        .hasMessageContaining("stands twice");
  }

  @Test
  void reversedSizeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(Sized.class))
        .withMessageContaining("@Size needs 0 <= min <= max");
  }

  sealed interface Two<A, B> {}

  record Same<T>(T value) implements Two<T, T> {}

  record Other(int number) implements Two<String, Integer> {}

  sealed interface Holder<T> {}

  record OfLists(int number) implements Holder<List<String>> {}

  record OfSets(int number) implements Holder<Set<String>> {}

  sealed interface Twins permits Left.Twin, Right.Twin {}

  static final class Left {
    record Twin(int number) implements Twins {}
  }

  static final class Right {
    record Twin(String text) implements Twins {}
  }

  record RecordOfAVeryLongName(int number) {}

  @SuppressWarnings("NullableOptional") // What a user may write.
  record Maybe(@JsonTypeTest.OfMethods.Nullable Optional<String> note) {}

  @SuppressWarnings("NullablePrimitive") // What a user may write.
  record Count(@JsonTypeTest.OfMethods.Nullable int number) {}

  @SuppressWarnings("JavaUtilDate") // What a user may write.
  record Late(String name, Date since) {}

  record Big(BigInteger number) {}

  record Prices(Map<String, Integer> prices) {}

  record Sized(@Size(min = 2, max = 1) String text) {}
}
