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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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
  void laterReloadIsNotUndoneByAnEarlierOne() throws InterruptedException {
    PriceBook old = PriceBook.bundled();
    PriceBook latest = PriceBook.bundled();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch overtaken = new CountDownLatch(1);
    AtomicInteger times = new AtomicInteger();
    ReloadablePrices prices =
        ReloadablePrices.from(
            () -> {
              if (times.incrementAndGet() != 2) {
                return latest;
              }
              asked.countDown();
              await(overtaken);
              return old;
            });

    Thread earlier = new Thread(prices::reload);
    earlier.start();
    asked.await();
    prices.reload();
    overtaken.countDown();
    earlier.join();

    assertThat(prices.current()).isSameAs(latest);
  }

  @Test
  void reloadThatFailsDoesNotUndoAnother() throws InterruptedException {
    PriceBook first = PriceBook.bundled();
    PriceBook second = PriceBook.bundled();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    AtomicInteger times = new AtomicInteger();
    ReloadablePrices prices =
        ReloadablePrices.from(
            () ->
                switch (times.incrementAndGet()) {
                  case 1 -> first;
                  case 2 -> {
                    asked.countDown();
                    await(failed);
                    yield second;
                  }
                  default -> throw new IllegalArgumentException("not valid");
                });

    Thread earlier = new Thread(prices::reload);
    earlier.start();
    asked.await();
    assertThatThrownBy(prices::reload).isInstanceOf(IllegalArgumentException.class);
    failed.countDown();
    earlier.join();

    assertThat(prices.current()).isSameAs(second);
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

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
