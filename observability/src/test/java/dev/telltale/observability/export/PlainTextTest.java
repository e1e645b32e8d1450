package dev.telltale.observability.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class PlainTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0 ms",
    "0.00044, 0.4 ms",
    "0.0099, 9.9 ms",
    "0.0123, 12 ms",
    "0.9994, 999 ms",
    "0.9996, 1.00 s",
    "99.94, 99.94 s",
    "100.4, 100 s"
  })
  void secondsHaveThreeDigitsOrSo(double seconds, String text) {
    assertThat(PlainText.seconds(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, $0", "12, $12", "0.0000000028, $0.0000000028", "0.30000000000000004, $0.3"})
  void amountsHaveNoExponentAndNoNoise(double usd, String text) {
    assertThat(PlainText.usd(usd)).isEqualTo(text);
  }

  @Test
  void longNamesAreCut() {
    assertThat(PlainText.name("n".repeat(5_000))).hasSize(120);
  }

  @Test
  void lettersOfAllScriptsStay() {
    assertThat(PlainText.name("модель-\uD83D\uDE80")).isEqualTo("модель-\uD83D\uDE80");
  }
}
