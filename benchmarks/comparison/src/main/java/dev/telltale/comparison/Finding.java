package dev.telltale.comparison;

import dev.telltale.comparison.Observation.Verdict;
import dev.telltale.rig.fault.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a client should not do. The same rules for all, ours among them. */
enum Finding {
  HANGS("hangs", "is not ended when the watchdog gives it up"),
  CUT_ANSWER_LOOKS_WHOLE("cut answer looks whole", "ends as if what came were the answer"),
  EARLIER_THAN_ASKED("earlier than asked", "is sent again before the server's wait is over"),
  MAY_BE_BILLED_AGAIN(
      "may be billed again",
      "is sent again after a time-out, or after a part of a whole answer came"),
  UNSEEN("sent unseen", "is sent more often than the 2 retries that are every client's default"),
  IN_VAIN("sent again in vain", "is sent again although the credit is used up, or with a 421"),
  GIVES_UP(
      "gives up",
      "is not tried again though that is safe: nothing was sent, the server refused, or it broke"
          + " the connection before any of the answer"),
  LOSES_ANSWER("loses an answer", "fails although the answer came whole");

  private static final Set<Fault> SAFE_TO_REPEAT =
      EnumSet.of(
          Fault.RESET_BEFORE_HEADERS,
          Fault.STATUS_408,
          Fault.STATUS_429,
          Fault.STATUS_429_WAIT,
          Fault.STATUS_500,
          Fault.STATUS_503_NO_WAIT,
          Fault.STALE_CONNECTION,
          Fault.GOAWAY,
          Fault.REFUSED_STREAM);

  final String label;
  final String rule;

  Finding(String label, String rule) {
    this.label = label;
    this.rule = rule;
  }

  /** What is found in one call against a fault that goes on. */
  static List<Finding> in(FaultCase each, Observation seen) {
    return Stream.of(values()).filter(finding -> finding.applies(each, seen)).toList();
  }

  private boolean applies(FaultCase each, Observation seen) {
    boolean again = seen.sends() > 1;
    return switch (this) {
      case HANGS -> seen.verdict() == Verdict.HUNG;
      case CUT_ANSWER_LOOKS_WHOLE -> seen.verdict() == Verdict.SHORT;
      case EARLIER_THAN_ASKED -> again && asksForLonger(each.fault(), seen);
      case MAY_BE_BILLED_AGAIN -> again && mayBeBilled(each);
      case UNSEEN -> seen.sends() > 3;
      case IN_VAIN ->
          again && (each.fault() == Fault.STATUS_429_QUOTA || each.fault() == Fault.STATUS_421);
      case GIVES_UP ->
          !again
              && seen.verdict() == Verdict.FAILED
              && each.form() != Form.STREAM_BEGUN
              && SAFE_TO_REPEAT.contains(each.fault());
      case LOSES_ANSWER ->
          seen.verdict() == Verdict.FAILED
              && each.form() == Form.STREAM_BEGUN
              && each.fault() == Fault.GOAWAY;
    };
  }

  private static boolean asksForLonger(Fault fault, Observation seen) {
    return fault == Fault.STATUS_429_LONG_WAIT
        || (fault == Fault.STATUS_429_WAIT
            && seen.gap().orElse(FaultRun.DELAY).compareTo(FaultRun.DELAY) < 0);
  }

  private static boolean mayBeBilled(FaultCase each) {
    return switch (each.fault()) {
      case STALL_BEFORE_HEADERS, STALL_MID_BODY -> true;
      case RESET_MID_BODY, TRUNCATED_LENGTH, ENDS_EARLY -> each.form() != Form.STREAM_OPENING;
      default -> each.form() == Form.STREAM_BEGUN;
    };
  }
}
