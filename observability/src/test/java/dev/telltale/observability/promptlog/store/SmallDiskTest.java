package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real disk of 4 MiB that is full. Runs where the tests may mount one; elsewhere it is skipped.
 */
@Timeout(30)
class SmallDiskTest {
  @TempDir private Path parent;

  private boolean mounted;

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", parent.resolve("disk").toString());
    }
  }

  @Test
  void fullDiskStopsTheStoreUntilThereIsSpace() throws Exception {
    Path disk = Files.createDirectory(parent.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) == 0;
    assumeTrue(mounted, "a tmpfs cannot be mounted here");
    Path ballast = Files.write(disk.resolve("ballast"), new byte[3 << 20]);
    AtomicReference<Instant> now = new AtomicReference<>(Entries.TIME);

    int kept = 0;
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(disk.resolve("log"), Entries.KEYS)
            .clock(now::get)
            .freeSpace(path -> {})
            .open()) {
      kept += writeUntilFull(store);
      assertThat(Entries.read(disk.resolve("log"))).hasSize(kept);

      Files.delete(ballast);
      now.set(now.get().plus(EncryptedSegmentStore.BACK_OFF));
      store.append(Entries.entry(1));
      kept++;
    }

    assertThat(Entries.read(disk.resolve("log"))).hasSize(kept);
    assertThat(Entries.verify(disk.resolve("log")))
        .hasSize(2)
        .allMatch(report -> report.damagedPlaces() == 0);
  }

  private static int writeUntilFull(EncryptedSegmentStore store) {
    int kept = 0;
    while (kept < 1_000_000) {
      try {
        store.append(Entries.entry(kept));
        kept++;
      } catch (IOException full) {
        return kept;
      }
    }
    throw new AssertionError("the disk of 4 MiB never was full");
  }

  private static int run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }
}
