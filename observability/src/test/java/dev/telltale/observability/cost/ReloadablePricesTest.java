package dev.telltale.observability.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.telemetry.BilledCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class ReloadablePricesTest {
  private static final BilledCall CALL =
      BilledCall.builder("openai", Instant.parse("2026-11-23T12:00:00Z"))
          .responseModel("house-7b")
          .usage(
              Usage.builder()
                  .tokens(TokenKind.INPUT, 1_000_000)
                  .tokens(TokenKind.OUTPUT, 0)
                  .build())
          .build();

  @TempDir Path directory;

  @Test
  void fileIsReadAgain() throws IOException {
    Path file = write("0.25");
    ReloadablePrices prices = from(file);
    assertThat(prices.price(CALL).usd()).hasValue(new BigDecimal("0.25"));

    write("0.5");
    assertThat(prices.price(CALL).usd()).hasValue(new BigDecimal("0.25"));
    prices.reload();

    assertThat(prices.price(CALL).usd()).hasValue(new BigDecimal("0.5"));
  }

  @Test
  void fileThatIsNotValidChangesNothing() throws IOException {
    Path file = write("0.25");
    ReloadablePrices prices = from(file);

    write("lots");

    assertThatThrownBy(prices::reload).isInstanceOf(IllegalArgumentException.class);
    assertThat(prices.price(CALL).usd()).hasValue(new BigDecimal("0.25"));
  }

  @Test
  void fileThatIsGoneChangesNothing() throws IOException {
    Path file = write("0.25");
    ReloadablePrices prices = from(file);

    Files.delete(file);

    assertThatThrownBy(prices::reload).isInstanceOf(UncheckedIOException.class);
    assertThat(prices.price(CALL).usd()).hasValue(new BigDecimal("0.25"));
  }

  @Test
  void directoryCannotBeReadAsPrices() {
    PriceBook.Builder builder = PriceBook.builder();

    assertThatThrownBy(() -> builder.overrides(directory))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("The price file cannot be read");
  }

  @Test
  void wholeTableMayBeReplaced() throws IOException {
    Path file = Files.createFile(directory.resolve("table.json"));
    try (var bundled = PriceBook.class.getResourceAsStream("prices.json")) {
      String text = new String(bundled.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      Files.writeString(
          file, text.replaceFirst("\"version\": \"[^\"]*\"", "\"version\": \"mine\""));
    }

    PriceBook book = PriceBook.builder().table(file).build();

    assertThat(book.version()).isEqualTo("mine");
    assertThat(book.asOf()).isEqualTo(PriceBook.bundled().asOf());
  }

  private static ReloadablePrices from(Path file) {
    return ReloadablePrices.from(() -> PriceBook.builder().overrides(file).build());
  }

  private Path write(String rate) throws IOException {
    return Files.writeString(
        directory.resolve("prices.json"),
        """
        [{"id": "house-model", "match": {"exact": ["house-7b"]},
          "periods": [{"input": "%s", "output": "1"}]}]
        """
            .formatted(rate));
  }
}
