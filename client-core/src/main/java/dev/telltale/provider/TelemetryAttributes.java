package dev.telltale.provider;

import java.util.List;

/**
 * Takes a vendor's own telemetry attributes, at most 16 of one call; what is more is left out and
 * counted. Valid during the call it is passed to.
 */
@FunctionalInterface
public interface TelemetryAttributes {

  /** Sets an attribute; a later value replaces an earlier one. */
  void put(TelemetryKey key, String value);

  /**
   * Sets an attribute of several values, which no metric carries. A sink that knows no lists gets
   * them in one value, with commas between.
   */
  default void put(TelemetryKey key, List<String> values) {
    put(key, String.join(",", values));
  }
}
