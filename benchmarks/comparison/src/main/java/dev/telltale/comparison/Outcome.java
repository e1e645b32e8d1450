package dev.telltale.comparison;

import dev.telltale.comparison.peer.telemetry.CallPath;
import dev.telltale.rig.fault.Fault;
import dev.telltale.rig.fault.Moment;
import dev.telltale.rig.fault.Plan;
import java.time.Duration;

/** What becomes of an instrumented call. */
enum Outcome {
  SUCCESS("success", Fault.STATUS_500, 0),
  RETRY("success after a retry", Fault.STATUS_500, 1),
  HTTP_ERROR("HTTP error", Fault.STATUS_500, Integer.MAX_VALUE),
  CONTENT_FILTER("content filter", Fault.STATUS_400_FILTER, Integer.MAX_VALUE),
  ERROR_IN_STREAM("error in stream", Fault.STATUS_500, Integer.MAX_VALUE),
  CUT_STREAM("cut", Fault.ENDS_EARLY, Integer.MAX_VALUE),
  MALFORMED("malformed", Fault.MALFORMED, Integer.MAX_VALUE),
  TIMEOUT("timeout", Fault.STALL_BEFORE_HEADERS, Integer.MAX_VALUE),
  INTERRUPT("interrupt", Fault.STALL_BEFORE_HEADERS, Integer.MAX_VALUE),
  EXPORTER_THROWS("exporter throws", Fault.STATUS_500, 0);

  final String title;
  private final Fault fault;
  private final int times;

  Outcome(String title, Fault fault, int times) {
    this.title = title;
    this.fault = fault;
    this.times = times;
  }

  /** Whether the call is to give an answer. */
  boolean good() {
    return this == SUCCESS || this == RETRY || this == EXPORTER_THROWS;
  }

  boolean possible(CallPath path) {
    return switch (this) {
      case ERROR_IN_STREAM, CUT_STREAM -> path == CallPath.STREAM_TO_END;
      case SUCCESS, EXPORTER_THROWS -> path != CallPath.ASYNC_CANCELLED;
      // The cancelled call waits for headers; what ends early does not see what would come.
      case INTERRUPT -> path != CallPath.ASYNC && endsByItself(path);
      case TIMEOUT -> endsByItself(path) || path == CallPath.ASYNC_CANCELLED;
      default -> endsByItself(path);
    };
  }

  Plan plan(CallPath path) {
    return new Plan(fault, moment(path), times, Duration.ZERO);
  }

  private Moment moment(CallPath path) {
    if (!streamed(path)) {
      return Moment.WHOLE;
    }
    return this == ERROR_IN_STREAM || this == CUT_STREAM
        ? Moment.AFTER_FIRST_EVENT
        : Moment.BEFORE_FIRST_EVENT;
  }

  private static boolean endsByItself(CallPath path) {
    return switch (path) {
      case ASYNC_CANCELLED, STREAM_CLOSED_EARLY, STREAM_ABANDONED -> false;
      default -> true;
    };
  }

  private static boolean streamed(CallPath path) {
    return switch (path) {
      case STREAM_TO_END, STREAM_CLOSED_EARLY, STREAM_ABANDONED -> true;
      default -> false;
    };
  }
}
