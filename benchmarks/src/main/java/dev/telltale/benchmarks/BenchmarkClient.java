package dev.telltale.benchmarks;

import java.io.Closeable;
import java.io.IOException;

/** A client that makes the calls of one scenario. Thread-safe. */
interface BenchmarkClient extends Closeable {

  /**
   * Makes one call and verifies its answer.
   *
   * @return the characters of the answer
   */
  long call() throws IOException;
}
