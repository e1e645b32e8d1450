package dev.telltale.comparison;

import dev.telltale.comparison.peer.telemetry.CallPath;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of the telemetry of one call.
 *
 * @param thrown the class of what the caller was thrown; empty for nothing
 * @param ended how many spans of an inference ended
 * @param open how many spans did not end
 * @param status of the last span; empty without one
 */
record TelemetrySeen(
    String thrown,
    int ended,
    int open,
    String status,
    String errorType,
    boolean tokens,
    int durations) {

  private static final String HUNG = "HUNG";

  static TelemetrySeen parse(String[] words) {
    String[] span = words[4].isEmpty() ? new String[] {"", "", "false"} : words[4].split(",", -1);
    return new TelemetrySeen(
        words[1],
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        span[0],
        span[1],
        Boolean.parseBoolean(span[2]),
        Integer.parseInt(words[5]));
  }

  /** What is not as it should be, in a few words each. */
  List<String> faults(TelemetryCase each) {
    List<String> faults = new ArrayList<>();
    boolean good = each.outcome().good() && !notTriedAgain(each);
    boolean left = left(each.path());
    if (thrown.equals(HUNG)) {
      faults.add("call hangs");
    }
    if (ended == 0) {
      faults.add(open == 0 ? "no span" : "span never ends");
    } else if (ended + open > 1) {
      faults.add(ended + " spans" + (open == 0 ? "" : ", " + open + " more never end"));
    }
    if (durations != 1) {
      faults.add(durations == 0 ? "no duration" : durations + " durations");
    }
    if (good && !thrown.isEmpty()) {
      faults.add("throws " + thrown);
    }
    if (!good && !left && thrown.isEmpty()) {
      faults.add("caller sees no error");
    }
    if (ended > 0 && !left) {
      spanFaults(good, faults);
    }
    return faults;
  }

  /**
   * Whether the call failed because the client tries no such call again: no matter of telemetry.
   */
  boolean notTriedAgain(TelemetryCase each) {
    return each.outcome() == Outcome.RETRY && !thrown.isEmpty();
  }

  private void spanFaults(boolean good, List<String> faults) {
    if (good == status.equals("ERROR")) {
      faults.add(good ? "span has an error" : "span has no error");
    }
    if (!good && errorType.isEmpty()) {
      faults.add("no error.type");
    }
    if (good && !tokens) {
      faults.add("no tokens");
    }
  }

  /** Whether the caller leaves before the answer is whole, which is no error. */
  private static boolean left(CallPath path) {
    return switch (path) {
      case ASYNC_CANCELLED, STREAM_CLOSED_EARLY, STREAM_ABANDONED -> true;
      default -> false;
    };
  }
}
