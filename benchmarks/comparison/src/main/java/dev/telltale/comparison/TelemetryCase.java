package dev.telltale.comparison;

import dev.telltale.comparison.peer.telemetry.CallPath;
import java.util.ArrayList;
import java.util.List;

/** One instrumented call. */
record TelemetryCase(CallPath path, Outcome outcome) {

  static List<TelemetryCase> all() {
    List<TelemetryCase> cases = new ArrayList<>();
    for (CallPath path : CallPath.values()) {
      for (Outcome outcome : Outcome.values()) {
        if (outcome.possible(path)) {
          cases.add(new TelemetryCase(path, outcome));
        }
      }
    }
    return cases;
  }
}
