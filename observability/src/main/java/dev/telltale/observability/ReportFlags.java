package dev.telltale.observability;

import dev.telltale.Telemetry;
import dev.telltale.observability.cost.PriceBook;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.observability.promptlog.PromptRecorder;
import dev.telltale.telemetry.CostModel;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What a builder was told that calls report, wherever that goes to. Not thread-safe. */
final class ReportFlags {
  @Nullable CostModel costModel;
  boolean costModelChosen;
  @Nullable PromptLog promptLog;
  TelemetryOptions options = TelemetryOptions.builder().dashboardMetrics().build();

  /**
   * Opens the prompt log, or returns null if there is none.
   *
   * @param owned what is closed, within the time, if it cannot be opened
   * @throws UncheckedIOException if it cannot be opened
   */
  @Nullable PromptRecorder startPromptLog(
      OpenTelemetry openTelemetry, @Nullable OwnedSdk owned, Duration closeTimeout) {
    if (promptLog == null) {
      return null;
    }
    try {
      return promptLog.start(openTelemetry);
    } catch (IOException refused) {
      if (owned != null) {
        owned.close(closeTimeout);
      }
      throw new UncheckedIOException(
          "The prompt log cannot be opened: " + refused.getMessage(), refused);
    }
  }

  /** What clients are given. */
  Telemetry telemetry(
      OpenTelemetry openTelemetry, @Nullable OwnedSdk owned, @Nullable PromptRecorder recorder) {
    Telemetry.Builder telemetry = Telemetry.builder().openTelemetry(openTelemetry).options(options);
    CostModel prices = costModelChosen ? costModel : PriceBook.bundled();
    if (prices != null) {
      PriceAge age = new PriceAge(prices, InstantSource.system());
      age.warnIfOld();
      telemetry.costModel(prices).check("prices", age::state);
    }
    if (owned != null) {
      telemetry.check("exporters", owned::state);
    }
    if (recorder != null) {
      telemetry.listener(recorder);
    }
    return telemetry.build();
  }
}
