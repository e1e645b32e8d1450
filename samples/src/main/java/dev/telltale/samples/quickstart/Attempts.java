package dev.telltale.samples.quickstart;

import dev.telltale.CallReport;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was tried for one call, in a line. */
final class Attempts {
  private Attempts() {}

  /** Such as {@code 2 attempts: HTTP 429, waited 1 s, HTTP 200}. */
  static String line(CallReport report) {
    List<String> steps = new ArrayList<>();
    for (CallReport.Attempt attempt : report.attempts()) {
      if (!attempt.waited().isZero()) {
        steps.add("waited " + seconds(attempt.waited()));
      }
      steps.add(attempt.status().isPresent() ? "HTTP " + attempt.status().getAsInt() : "no answer");
    }
    int count = report.attempts().size();
    return count + (count == 1 ? " attempt: " : " attempts: ") + String.join(", ", steps);
  }

  private static String seconds(Duration wait) {
    return BigDecimal.valueOf(wait.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
