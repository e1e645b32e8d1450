package dev.telltale.observability.promptlog.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The file of a segment that is being written. */
interface SegmentOutput extends Closeable {

  /** Appends all of the bytes, or throws after having appended any number of them. */
  void write(byte[] bytes) throws IOException;

  /** Returns when everything written would survive a power failure. */
  void force() throws IOException;

  /** Cuts off what was written beyond a length. */
  void truncate(long length) throws IOException;

  /** Makes a file that is not there yet. */
  @FunctionalInterface
  interface Opener {
    SegmentOutput create(Path file) throws IOException;
  }
}
