package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StorePermissionsTest {
  @TempDir private Path parent;

  @Test
  void filesAreTheOwnersOnlyUnderAnOpenUmask() throws Exception {
    Path directory = parent.resolve("log");
    String[] umask = {"sh", "-c", "umask 000; exec \"$@\"", "sh"};

    ChildWriter.start(directory, 0, 1, umask).killAfter(1);

    assertThat(permissions(directory)).isEqualTo("rwx------");
    assertThat(Entries.files(directory)).hasSize(1);
    assertThat(permissions(Entries.files(directory).get(0))).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
