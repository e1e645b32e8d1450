package dev.telltale.testing;

import java.io.IOException;
import java.time.Duration;

/** Waits on behalf of the server: the only place where it does. */
interface Pacer {
  /**
   * Returns when the next bytes are due.
   *
   * @throws IOException if the server was closed meanwhile
   */
  void pause(Duration pause) throws IOException;

  /** Ends every wait, running or to come. */
  void close();
}
