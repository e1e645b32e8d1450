package dev.telltale.internal.pipeline;

import dev.telltale.internal.http.Transport;
import dev.telltale.internal.telemetry.ChatInstrumenter;
import java.time.Duration;
import java.util.List;

/**
 * The way of every call, whole or streamed, as one list. Each stage sees the call before, and the
 * reply after, all stages below it.
 */
final class Pipeline {

  private Pipeline() {}

  static Chain create(ChatInstrumenter instrumenter, Transport transport, Duration deadline) {
    return Chain.of(
        List.of(
            // One span, one duration, one end: whatever happens below.
            new TelemetryStage(instrumenter),
            // Encode, send, decode: one HTTP exchange.
            new ExchangeStage(transport, deadline)));
  }
}
