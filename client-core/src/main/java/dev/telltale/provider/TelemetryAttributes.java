package dev.telltale.provider;

/** Takes a vendor's own telemetry attributes. Valid during the call it is passed to. */
@FunctionalInterface
public interface TelemetryAttributes {

  /** Sets an attribute; a later value replaces an earlier one. */
  void put(TelemetryKey key, String value);
}
