package dev.telltale.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sealed types with type parameters, and what is said where a type has no form. */
@Timeout(10)
class SealedTypeTest {
  @Test
  void argumentsOfASealedTypeReachItsRecords() {
    JsonType<Result<String>> type = JsonType.of(new TypeRef<Result<String>>() {});

    Result<String> read = type.parse("{\"value\":{\"type\":\"Found\",\"hit\":\"Douro\"}}");

    assertThat(read).isEqualTo(new Found<>("Douro"));
    assertThat(type.parse(type.format(new Many<>(List.of("a", "b")))))
        .isEqualTo(new Many<>(List.of("a", "b")));
    assertThat(type.parse(type.format(new Nothing<>()))).isEqualTo(new Nothing<>());
    assertThatThrownBy(() -> type.parse("{\"value\":{\"type\":\"Found\",\"hit\":7}}"))
        .hasMessageContaining("$.value.hit is not a text");
  }

  @Test
  void argumentsPassThroughSealedTypesBetween() {
    JsonType<Result<Integer>> type = JsonType.of(new TypeRef<Result<Integer>>() {});

    assertThat(type.parse("{\"value\":{\"type\":\"Range\",\"ends\":{\"left\":1,\"right\":2}}}"))
        .isEqualTo(new Range<>(new Pair<>(1, 2)));
  }

  @Test
  void argumentOfAComponentReachesTheRecords() {
    JsonType<Search> type = JsonType.of(Search.class);

    Search search = new Search(new Found<>(3), Optional.of(new Found<>("Porto")));

    assertThat(type.parse(type.format(search))).isEqualTo(search);
  }

  @Test
  void recordOfOtherArgumentsIsNoneOfTheTypes() {
    JsonType<Term<String>> type = JsonType.of(new TypeRef<Term<String>>() {});

    assertThat(type.schema().json()).contains("\"Word\"").doesNotContain("\"Sum\"");
    assertThatThrownBy(() -> type.parse("{\"value\":{\"type\":\"Sum\",\"of\":1}}"))
        .hasMessage("$.value.type is none of Word");
  }

  @Test
  void argumentsOfNoRecordAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(new TypeRef<Term<Long>>() {}))
        .withMessageContaining("No record that");
  }

  @Test
  void parameterThatTheSealedTypeLacksIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(Open.class))
        .withMessageContaining("Boxed has the type parameter T, which")
        .withMessageContaining("Open does not name")
        .withMessageNotContaining("TypeRef");
  }

  @Test
  void componentWithoutFormIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(Booking.class))
        .withMessage(
            "java.util.Date has no form in JSON: use an Instant or LocalDate. It stands at"
                + " Booking.nights, within Night.from");
  }

  @Test
  void adviceFitsTheType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(String[].class))
        .withMessage("java.lang.String[] has no form in JSON: use a List");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(Runnable.class))
        .withMessageContaining("use a record, or seal it over records");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonType.of(java.time.ZonedDateTime.class))
        .withMessageContaining("use an OffsetDateTime");
  }

  sealed interface Result<T> permits Found, Several, Nothing {}

  record Found<V>(V hit) implements Result<V> {}

  sealed interface Several<S> extends Result<S> {}

  record Many<E>(List<E> hits) implements Several<E> {}

  record Range<E>(Pair<E, E> ends) implements Several<E> {}

  record Pair<L, R>(L left, R right) {}

  record Nothing<T>() implements Result<T> {}

  record Search(Result<Integer> number, Optional<Result<String>> name) {}

  sealed interface Term<T> {}

  record Word(String text) implements Term<String> {}

  record Sum(int of) implements Term<Integer> {}

  sealed interface Open {}

  record Boxed<T>(T value) implements Open {}

  record Booking(List<Night> nights) {}

  @SuppressWarnings("JavaUtilDate") // What a newcomer may have.
  record Night(java.util.Date from) {}
}
