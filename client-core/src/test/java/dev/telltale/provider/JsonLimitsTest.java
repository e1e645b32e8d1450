package dev.telltale.provider;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class JsonLimitsTest {
  private static final int LIMIT = 64 << 10;

  @ParameterizedTest
  @ValueSource(strings = {"1", "e", "-", " ", "\n"})
  void endlessRunIsRefused(String piece) {
    String run = piece.repeat(LIMIT + 1);

    assertThatThrownBy(() -> check("{\"a\":[" + run + "1]}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("without end");
    assertThatThrownBy(() -> check(run)).isInstanceOf(IOException.class);
  }

  @Test
  void longTextIsAllowed() {
    String digits = "1".repeat(3 * LIMIT);

    assertThatCode(() -> check("{\"" + digits + "\\\"" + digits + "\\\\\":\"" + digits + "\"}"))
        .doesNotThrowAnyException();
  }

  @Test
  void manyNumbersAreAllowed() {
    String numbers = ("1".repeat(LIMIT) + ",").repeat(20);

    assertThatCode(() -> check("[" + numbers + "1]")).doesNotThrowAnyException();
  }

  private static void check(String json) throws IOException {
    JsonLimits.check(new Buffer().writeUtf8(json));
  }
}
