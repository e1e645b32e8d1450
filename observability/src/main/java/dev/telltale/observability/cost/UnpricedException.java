package dev.telltale.observability.cost;

/** A call that cannot be priced, and why. It never leaves the price book. */
final class UnpricedException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  UnpricedException(Reason reason) {
    super(reason.code(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
