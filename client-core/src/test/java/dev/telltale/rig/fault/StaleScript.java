package dev.telltale.rig.fault;

import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import java.io.IOException;

/**
 * Answers the first request and closes its connection, which the client has put back into its pool.
 * Where an event is to come first, it answers the first request, and on the same connection begins
 * a second stream that it does not end.
 */
final class StaleScript implements FaultServer.Script {
  private final Moment moment;
  private final Sends sends;

  StaleScript(Moment moment, Sends sends) {
    this.moment = moment;
    this.sends = sends;
  }

  @Override
  public void answer(FaultConnection connection) throws IOException {
    int number = sends.next();
    if (moment == Moment.AFTER_FIRST_EVENT && connection.requestCount() > 1) {
      connection.send(Wire.chunkedEvents() + Wire.chunk(Wire.FIRST_EVENT)).end();
      return;
    }
    connection.send(
        moment == Moment.WHOLE
            ? Wire.json("200 OK", "", Wire.ANSWER, 0)
            : Wire.chunkedEvents() + Wire.chunk(Wire.FIRST_EVENT + Wire.REST) + Wire.END);
    if (number == 1 && moment != Moment.AFTER_FIRST_EVENT) {
      connection.end();
    }
  }
}
