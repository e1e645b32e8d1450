package dev.telltale.rig.fault;

import java.io.IOException;

/** Does the faults that only HTTP/2 can have. */
final class Http2Script implements Http2Server.Script {
  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";

  private final Plan plan;
  private final Sends sends;

  Http2Script(Plan plan, Sends sends) {
    this.plan = plan;
    this.sends = sends;
  }

  @Override
  public void answer(Http2Connection connection, int stream) throws IOException {
    int number = sends.next();
    sends.answering();
    if (number > plan.times()) {
      answerWhole(connection, stream);
    } else if (plan.moment() == Moment.AFTER_FIRST_EVENT) {
      failAfterAnEvent(connection, stream);
    } else if (plan.fault() == Fault.GOAWAY) {
      connection.goAway(0);
      connection.end();
    } else {
      connection.reset(stream, Http2Connection.REFUSED_STREAM);
    }
  }

  private void answerWhole(Http2Connection connection, int stream) throws IOException {
    boolean whole = plan.moment() == Moment.WHOLE;
    connection.headers(stream, whole ? JSON : EVENTS);
    connection.lastData(stream, whole ? Wire.ANSWER : Wire.FIRST_EVENT + Wire.REST);
  }

  /** A server that goes away in order still ends the streams it took. */
  private void failAfterAnEvent(Http2Connection connection, int stream) throws IOException {
    connection.headers(stream, EVENTS);
    connection.data(stream, Wire.FIRST_EVENT);
    if (plan.fault() == Fault.GOAWAY) {
      connection.goAway(stream);
      connection.lastData(stream, Wire.REST);
    } else {
      connection.reset(stream, Http2Connection.REFUSED_STREAM);
    }
  }
}
