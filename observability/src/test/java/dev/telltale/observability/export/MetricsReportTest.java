package dev.telltale.observability.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MetricsReportTest {
  private static final Attributes MINI = model("gpt-4o-mini").build();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ConsoleMetrics console =
      new ConsoleMetrics(new PrintStream(printed, true, StandardCharsets.UTF_8));
  private final SdkMeterProvider provider =
      SdkMeterProvider.builder().registerMetricReader(console).build();
  private final Meter meter = provider.get("test");

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void callsAreCountedByModelAndOutcome() {
    Attributes otherServer = MINI.toBuilder().put(GenAi.RESPONSE_MODEL, "another").build();
    seconds(GenAi.OPERATION_DURATION, MINI, 0.03, 0.05, 0.3);
    seconds(GenAi.OPERATION_DURATION, otherServer, 0.05);
    seconds(GenAi.OPERATION_DURATION, model("gpt-4o").put(GenAi.ERROR_TYPE, "429").build(), 0.004);

    assertThat(report())
        .isEqualTo(
            """
            Calls
              model        outcome  calls        p50  average     max
              gpt-4o       429          1  <= 4.0 ms   4.0 ms  4.0 ms
              gpt-4o-mini  ok           4   <= 80 ms   108 ms  300 ms

            """);
  }

  @Test
  void streamsHaveTheirOwnTable() {
    seconds(GenAi.TIME_TO_FIRST_CHUNK, MINI, 0.1, 0.2);
    seconds(GenAi.TIME_PER_OUTPUT_CHUNK, MINI, 0.01, 0.01, 0.01);

    assertThat(report())
        .isEqualTo(
            """
            Streams, by time to first chunk
              model        streams  chunks        p50  average     max
              gpt-4o-mini        2       5  <= 160 ms   150 ms  200 ms

            """);
  }

  @Test
  void tokensAreAddedUpBySide() {
    tokens("input", 57, 43);
    tokens("output", 102);

    assertThat(report())
        .isEqualTo(
            """
            Tokens
              model        input  output
              gpt-4o-mini    100     102

            """);
  }

  @Test
  void costsAreExactAndUnpricedCallsCounted() {
    Attributes priced =
        Attributes.of(GenAi.RESPONSE_MODEL, "gpt-4o", GenAi.COST_ACCURACY, "priced");
    for (int i = 0; i < 3; i++) {
      meter.counterBuilder(GenAi.COST_USD).ofDoubles().build().add(0.1, priced);
    }
    meter
        .counterBuilder(GenAi.COST_UNPRICED)
        .build()
        .add(2, Attributes.of(GenAi.REASON, "unknown_model"));

    assertThat(report())
        .isEqualTo(
            """
            Cost
              model       accuracy        amount
              gpt-4o      priced            $0.3
              not priced  unknown_model  2 calls

            """);
  }

  @Test
  void metricsOfOthersAreLeftOut() {
    meter.counterBuilder("rivers").build().add(1);

    assertThat(report()).isEmpty();
  }

  @Test
  void tablesArePrintedOnce() {
    tokens("input", 1);

    console.print();
    console.shutdown();

    assertThat(report().split("Tokens", -1)).hasSize(2);
  }

  private String report() {
    console.print();
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private void seconds(String name, Attributes attributes, double... values) {
    for (double value : values) {
      meter
          .histogramBuilder(name)
          .setExplicitBucketBoundariesAdvice(List.of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32))
          .build()
          .record(value, attributes);
    }
  }

  private void tokens(String type, long... counts) {
    Attributes attributes = MINI.toBuilder().put(GenAi.TOKEN_TYPE, type).build();
    for (long count : counts) {
      meter.histogramBuilder(GenAi.TOKEN_USAGE).ofLongs().build().record(count, attributes);
    }
  }

  private static AttributesBuilder model(String name) {
    return Attributes.builder().put(GenAi.REQUEST_MODEL, name);
  }
}
