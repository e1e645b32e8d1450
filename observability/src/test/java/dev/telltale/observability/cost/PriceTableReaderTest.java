package dev.telltale.observability.cost;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class PriceTableReaderTest {
  private static final String MODEL =
      "[{\"id\":\"m\",\"match\":{\"exact\":[\"m\"]},\"periods\":[%s]}]";

  static Stream<Arguments> periods() {
    return Stream.of(
        period("misspelt rate", "{\"inptu\":\"1\"}", "there is no rate of this name"),
        period("no input rate", "{\"output\":\"1\"}", "a period needs a rate for input"),
        period("negative rate", "{\"input\":\"-1\"}", "input is not a plain decimal number"),
        period("no number", "{\"input\":\"gratis\"}", "input is not a decimal number"),
        period("huge exponent", "{\"input\":\"1E999999999\"}", "input is not a plain decimal"),
        period("too fine a rate", "{\"input\":\"0.0000001\"}", "input has more than 6 decimals"),
        period("no date", "{\"from\":\"soon\",\"input\":\"1\"}", "from is not a date"),
        period("one time", "{\"windowUtc\":[\"01:00\"],\"input\":\"1\"}", "a start and an end"),
        period("no time", "{\"windowUtc\":[\"1\",\"2\"],\"input\":\"1\"}", "is not a time"),
        period(
            "long context without boundary",
            "{\"input\":\"1\",\"longContext\":[{\"input\":\"2\"}]}",
            "aboveInputTokens is missing"),
        period(
            "tier without long context",
            "{\"input\":\"1\",\"longContext\":[{\"aboveInputTokens\":5,\"input\":\"2\"}],"
                + "\"tiers\":{\"flex\":{\"input\":\"1\"}}}",
            "a tier needs longContext"));
  }

  @ParameterizedTest
  @MethodSource("periods")
  void wrongPeriodIsRefused(String period, String message) {
    PriceBook.Builder builder = PriceBook.builder();

    assertThatThrownBy(() -> builder.overrides(MODEL.formatted(period)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The prices are not valid at $[0].periods[")
        .hasMessageContaining(message);
  }

  @Test
  void textThatIsNoJsonIsNotRepeated() {
    PriceBook.Builder builder = PriceBook.builder();

    assertThatThrownBy(() -> builder.overrides("[{\"id\": oops-secret}]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The prices are not valid at $[0].id: this is not the expected JSON");
  }

  @Test
  void modelWithoutNamesIsRefused() {
    PriceBook.Builder builder = PriceBook.builder();

    assertThatThrownBy(() -> builder.overrides("[{\"id\":\"m\",\"periods\":[{\"input\":\"1\"}]}]"))
        .hasMessageContaining("a model needs an id, a match and periods");
  }

  @Test
  void twoOverridesOfOneNameAreRefused() {
    String one = MODEL.formatted("{\"input\":\"1\"}");
    PriceBook.Builder builder = PriceBook.builder().overrides(one).overrides(one);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two models have the name m");
  }

  @Test
  void otherSchemaVersionIsRefused() {
    Buffer file = new Buffer().writeUtf8("{\"schemaVersion\":2,\"version\":\"1\"}");

    assertThatThrownBy(() -> PriceTableReader.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schemaVersion is not 1");
  }

  private static Arguments period(String name, String json, String message) {
    return argumentSet(name, json, message);
  }
}
