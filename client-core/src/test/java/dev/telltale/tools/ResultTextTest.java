package dev.telltale.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.CharBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a model is told of what a tool returned. */
@Timeout(10)
class ResultTextTest {
  private final ResultText results = new ResultText();

  static Stream<Arguments> resultIsToldAsJson() {
    return Stream.of(
        arguments(null, ""),
        arguments("as it is", "as it is"),
        arguments(CharBuffer.wrap("too"), "too"),
        arguments(7L, "7"),
        arguments(LocalDate.of(2026, 3, 31), "\"2026-03-31\""),
        arguments(new String[] {"a", "b"}, "[\"a\",\"b\"]"),
        arguments(new int[] {1, 2}, "[1,2]"),
        arguments(new byte[][] {{1}, {}}, "[[1],[]]"),
        arguments(OptionalInt.of(3), "3"),
        arguments(OptionalLong.of(4), "4"),
        arguments(OptionalDouble.of(0.5), "0.5"),
        arguments(OptionalDouble.empty(), "null"),
        arguments(Optional.of(Wind.CALM), "\"CALM\""),
        arguments(Map.of(1, Arrays.asList(true, null)), "{\"1\":[true,null]}"),
        arguments(new Note("a", null), "{\"title\":\"a\",\"text\":null}"),
        arguments(
            new Page<>(new Note("a", "b"), 2),
            "{\"item\":{\"title\":\"a\",\"text\":\"b\"},\"size\":2}"),
        arguments(new Page<>(new int[] {1}, 1), "{\"item\":[1],\"size\":1}"),
        arguments(new Sky(List.of(new Cloud(3))), "{\"parts\":[{\"type\":\"Cloud\",\"okta\":3}]}"));
  }

  @ParameterizedTest
  @MethodSource
  void resultIsToldAsJson(@Nullable Object result, String told) {
    assertThat(results.of(result)).isEqualTo(told);
  }

  @Test
  void numberThatIsNotFiniteIsNotTold() {
    assertThatThrownBy(() -> results.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  enum Wind {
    CALM {
      @Override
      public String toString() {
        return "still";
      }
    }
  }

  /** Nothing says that its text may be null. */
  record Note(String title, String text) {}

  record Page<T>(T item, int size) {}

  sealed interface Part permits Cloud {}

  record Cloud(int okta) implements Part {}

  record Sky(List<Part> parts) {}
}
