package dev.telltale.internal.telemetry;

/**
 * The names that a client and those derived from it tell apart on metrics; all others are {@code
 * other}. They share one of these, as their series may end up in one place.
 *
 * @param models of requests and answers
 * @param tools of tool loops
 * @param vendorKeys with the values that adapters set
 */
record MetricNames(BoundedNames models, BoundedNames tools, VendorAttributes.Keys vendorKeys) {
  private static final int MAX_MODELS = 200;
  private static final int MAX_TOOLS = 200;

  static MetricNames create() {
    return new MetricNames(
        new BoundedNames(MAX_MODELS), new BoundedNames(MAX_TOOLS), new VendorAttributes.Keys());
  }
}
