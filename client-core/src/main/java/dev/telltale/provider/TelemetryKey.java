package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

/**
 * The name of a telemetry attribute of a vendor. Each adapter keeps its keys in one constants
 * class.
 *
 * @param name the attribute's name, such as {@code openai.response.service_tier}
 * @param scope where the attribute appears
 */
public record TelemetryKey(String name, Scope scope) {
  /** Creates a key. */
  public TelemetryKey {
    requireNonNull(name, "name");
    requireNonNull(scope, "scope");
  }

  /** Where an attribute appears. */
  public enum Scope {
    /** On the span only. */
    SPAN,
    /** On the span and on the duration and token metrics; for values of low cardinality. */
    SPAN_AND_METRICS
  }
}
