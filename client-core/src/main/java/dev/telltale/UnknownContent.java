package dev.telltale;

/** Keeps {@link Content} open for new parts: with it, no exhaustive switch compiles elsewhere. */
final class UnknownContent implements Content {
  private UnknownContent() {}
}
