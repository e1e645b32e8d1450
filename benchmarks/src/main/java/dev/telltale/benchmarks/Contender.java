package dev.telltale.benchmarks;

import dev.telltale.Telemetry;
import dev.telltale.benchmarks.FloorClient.Nagle;
import dev.telltale.telemetry.ContentCapture;
import io.opentelemetry.sdk.trace.samplers.Sampler;

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

  /** The same SDK, but no span is sampled; metrics are. */
  SAMPLED_OUT,

  /** Every call sampled, with its content on the span. */
  CONTENT,

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
      case RECORDING ->
          TelltaleClient.recording(scenario, port, Sampler.alwaysOn(), ContentCapture.NONE);
      case SAMPLED_OUT ->
          TelltaleClient.recording(scenario, port, Sampler.alwaysOff(), ContentCapture.NONE);
      case CONTENT ->
          TelltaleClient.recording(scenario, port, Sampler.alwaysOn(), ContentCapture.SPAN);
      case PRICED -> TelltaleClient.priced(scenario, port);
    };
  }
}
