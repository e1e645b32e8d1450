package dev.telltale.telemetry;

/**
 * Which state of the OpenTelemetry conventions for generative AI names attributes and metrics. The
 * two differ in some names, and {@link #LATEST} has more of them.
 */
public enum Conventions {
  /** Those of the last release that holds them, which dashboards and other libraries know. */
  RELEASED,
  /** Those of the conventions' own repository, which has no release yet. */
  LATEST,
  /** Both, which doubles the series of metrics. */
  BOTH;

  /** Whether released names are emitted. */
  public boolean released() {
    return this != LATEST;
  }

  /** Whether the latest names are emitted. */
  public boolean latest() {
    return this != RELEASED;
  }
}
