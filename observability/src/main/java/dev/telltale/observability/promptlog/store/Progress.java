package dev.telltale.observability.promptlog.store;

/** Is told how far long work over a store has come, on the thread that does it. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (done, total) -> {};

  /**
   * One more segment is done.
   *
   * @param doneBytes of the segments done so far
   * @param totalBytes of all segments
   */
  void at(long doneBytes, long totalBytes);
}
