package dev.telltale.internal.telemetry;

import io.opentelemetry.context.Context;

/** The metrics of one set of names. */
interface MetricFamily {

  /** A stream brought its first chunk so long after the call. */
  void firstChunk(double seconds, MetricAttributes attributes, Context context);

  /** A stream brought a further chunk after this wait. */
  void chunk(double seconds, MetricAttributes attributes, Context context);

  /** A call ended. */
  void end(EndedCall call, MetricAttributes attributes, Context context);
}
