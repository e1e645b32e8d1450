package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Leaves some of the disk to everybody else: 5 % of it, or 256 MiB if that is less. */
@FunctionalInterface
interface FreeSpace {
  long MOST_LEFT_BYTES = 256L << 20;

  /** Throws if less is free than is to be left. */
  void require(Path directory) throws IOException;

  static FreeSpace ofDisk() {
    return directory -> {
      FileStore disk = Files.getFileStore(directory);
      check(disk.getUsableSpace(), disk.getTotalSpace());
    };
  }

  static void check(long usable, long total) throws IOException {
    if (usable < Math.min(MOST_LEFT_BYTES, total / 20)) {
      throw new IOException("The disk of the prompt log is nearly full.");
    }
  }
}
