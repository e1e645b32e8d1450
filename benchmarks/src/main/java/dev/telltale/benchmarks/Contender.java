package dev.telltale.benchmarks;

import dev.telltale.Telemetry;
import dev.telltale.benchmarks.FloorClient.Nagle;

/** One of the clients that are compared. */
enum Contender {
  /** Raw OkHttp with hand-written JSON code; a new parser for each event of a stream. */
  FLOOR,

  /** The floor with Nagle's algorithm off, as our client has it. */
  NODELAY,

  /** The floor with one parser for a whole stream, which skips what repeats in each event. */
  LEAN,

  /** Telltale with {@link Telemetry#off()}. */
  OFF,

  /** Telltale as it comes, in a program without an OpenTelemetry SDK. */
  NOOP,

  /** Telltale with an SDK that batches spans, reads metrics and drops both. */
  RECORDING,

  /** The same, and each call is priced. */
  PRICED;

  /** Opens a client for the server of this scenario; the caller closes it. */
  BenchmarkClient open(Scenario scenario, int port) {
    return switch (this) {
      case FLOOR -> FloorClient.open(scenario, port, Nagle.ON, new FloorEvents(scenario));
      case NODELAY -> FloorClient.open(scenario, port, Nagle.OFF, new FloorEvents(scenario));
      case LEAN -> FloorClient.open(scenario, port, Nagle.OFF, new LeanEvents(scenario));
      case OFF -> TelltaleClient.open(scenario, port, Telemetry.off());
      case NOOP -> TelltaleClient.open(scenario, port, Telemetry.builder().build());
      case RECORDING -> TelltaleClient.recording(scenario, port);
      case PRICED -> TelltaleClient.priced(scenario, port);
    };
  }
}
