package dev.telltale.comparison;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what was seen of each client's telemetry as a Markdown table. */
final class TelemetryReport {
  private final Map<String, Map<TelemetryCase, TelemetrySeen>> seen = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  void add(String client, Map<TelemetryCase, TelemetrySeen> observations) {
    seen.put(client, observations);
  }

  String markdown() {
    line("| call | outcome | " + String.join(" | ", seen.keySet()) + " |");
    line("|---".repeat(seen.size() + 2) + "|");
    for (TelemetryCase each : TelemetryCase.all()) {
      line(
          seen.values().stream()
              .map(one -> cell(each, one.get(each)))
              .collect(
                  joining(
                      " | ",
                      "| " + each.path().title() + " | " + each.outcome().title + " | ",
                      " |")));
    }
    line(
        seen.values().stream()
            .map(TelemetryReport::total)
            .collect(joining(" | ", "| **ok** | | ", " |")));
    line("");
    return text.toString();
  }

  private static String cell(TelemetryCase each, @Nullable TelemetrySeen one) {
    if (one == null) {
      return "-";
    }
    List<String> faults = one.faults(each);
    String verdict = faults.isEmpty() ? "ok" : String.join(", ", faults);
    return one.notTriedAgain(each) ? verdict + " (not tried again)" : verdict;
  }

  private static String total(Map<TelemetryCase, TelemetrySeen> one) {
    long ok =
        one.entrySet().stream()
            .filter(each -> each.getValue().faults(each.getKey()).isEmpty())
            .count();
    return ok + " of " + one.size();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
