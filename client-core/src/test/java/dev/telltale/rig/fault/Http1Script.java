package dev.telltale.rig.fault;

import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import java.io.IOException;

/** Does the faults that HTTP/1.1 can have. */
final class Http1Script implements FaultServer.Script {
  private static final int MISSING_BYTES = 1000;
  private static final String NO_JSON = "<html>";

  private final Plan plan;
  private final Sends sends;

  Http1Script(Plan plan, Sends sends) {
    this.plan = plan;
    this.sends = sends;
  }

  @Override
  public void answer(FaultConnection connection) throws IOException {
    int number = sends.next();
    sends.answering();
    if (number > plan.times()) {
      connection.send(fine());
      return;
    }
    switch (plan.fault()) {
      case RESET_BEFORE_HEADERS -> connection.reset();
      case RESET_MID_BODY -> connection.send(firstPart(0)).reset();
      case STALL_BEFORE_HEADERS -> connection.awaitEnd();
      case STALL_MID_BODY -> connection.send(firstPart(0)).awaitEnd();
      case TRUNCATED_LENGTH -> connection.send(firstPart(MISSING_BYTES)).end();
      case ENDS_EARLY -> connection.send(shortBody());
      case MALFORMED -> connection.send(malformed());
      case STATUS_400_FILTER -> refuse(connection, "400 Bad Request", "");
      case STATUS_408 -> refuse(connection, "408 Request Timeout", "");
      case STATUS_421 -> refuse(connection, "421 Misdirected Request", "");
      case STATUS_429 -> refuse(connection, "429 Too Many Requests", "");
      case STATUS_429_WAIT ->
          refuse(
              connection,
              "429 Too Many Requests",
              "Retry-After: " + plan.delayInSeconds() + "\r\n");
      case STATUS_429_LONG_WAIT ->
          refuse(connection, "429 Too Many Requests", "Retry-After: 3600\r\n");
      case STATUS_429_QUOTA -> refuse(connection, "429 Too Many Requests", "");
      case STATUS_500 -> refuse(connection, "500 Internal Server Error", "");
      case STATUS_503_NO_WAIT ->
          refuse(connection, "503 Service Unavailable", "Retry-After: 0\r\n");
      default -> throw new AssertionError(plan.fault());
    }
  }

  private String fine() {
    return plan.moment() == Moment.WHOLE
        ? Wire.json("200 OK", "", Wire.ANSWER, 0)
        : Wire.chunkedEvents() + Wire.chunk(Wire.FIRST_EVENT + Wire.REST) + Wire.END;
  }

  /** What comes before the connection breaks off, with a length so much too long. */
  private String firstPart(int missing) {
    String half = Wire.half(plan.moment() == Moment.WHOLE ? Wire.ANSWER : Wire.FIRST_EVENT);
    return switch (plan.moment()) {
      case WHOLE -> Wire.json("200 OK", "", half, missing == 0 ? half.length() : missing);
      case BEFORE_FIRST_EVENT -> streamed(half, missing);
      case AFTER_FIRST_EVENT -> streamed(Wire.FIRST_EVENT + half, missing);
    };
  }

  /** What HTTP says is all, and is not. */
  private String shortBody() {
    return switch (plan.moment()) {
      case WHOLE -> Wire.json("200 OK", "", Wire.half(Wire.ANSWER), 0);
      case BEFORE_FIRST_EVENT -> Wire.chunkedEvents() + Wire.END;
      case AFTER_FIRST_EVENT -> Wire.chunkedEvents() + Wire.chunk(Wire.FIRST_EVENT) + Wire.END;
    };
  }

  private String malformed() {
    String event = "data: " + NO_JSON + "\n\n";
    return switch (plan.moment()) {
      case WHOLE -> Wire.json("200 OK", "", NO_JSON, 0);
      case BEFORE_FIRST_EVENT -> Wire.chunkedEvents() + Wire.chunk(event) + Wire.END;
      case AFTER_FIRST_EVENT ->
          Wire.chunkedEvents() + Wire.chunk(Wire.FIRST_EVENT + event) + Wire.END;
    };
  }

  private static String streamed(String events, int missing) {
    return missing == 0
        ? Wire.chunkedEvents() + Wire.chunk(events)
        : Wire.eventsWithLength(events, missing);
  }

  /** Where events came already, the refusal is an event too, as there is but one status. */
  private void refuse(FaultConnection connection, String status, String headers)
      throws IOException {
    String code =
        switch (plan.fault()) {
          case STATUS_429_QUOTA -> "insufficient_quota";
          case STATUS_400_FILTER -> "content_filter";
          default -> status.substring(0, 3);
        };
    if (plan.moment() != Moment.AFTER_FIRST_EVENT) {
      connection.send(Wire.json(status, headers, Wire.error(code), 0));
      return;
    }
    String event = "data: " + Wire.error(code) + "\n\n";
    connection.send(
        Wire.chunkedEvents() + Wire.chunk(Wire.FIRST_EVENT) + Wire.chunk(event) + Wire.END);
  }
}
