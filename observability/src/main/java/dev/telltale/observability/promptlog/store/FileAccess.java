package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who may open a file or directory. Where the file system has no POSIX permissions, the directory's
 * own rules stand and nothing is checked.
 */
final class FileAccess {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private static final FileAttribute<?>[] NONE = {};

  private FileAccess() {}

  /** What a file is created with, so that nobody else can open it even for a moment. */
  static FileAttribute<?>[] privateFile(Path file) {
    return attributes(file, "rw-------");
  }

  static FileAttribute<?>[] privateDirectory(Path directory) {
    return attributes(directory, "rwx------");
  }

  /** Refuses what anyone but the owner may open, and links, which could point anywhere. */
  static void requirePrivate(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new IOException(path.getFileName() + " is a symbolic link; name the place itself.");
    }
    if (!posix(path)) {
      return;
    }
    Set<PosixFilePermission> others =
        EnumSet.copyOf(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    others.removeAll(OWNER);
    if (!others.isEmpty()) {
      throw new IOException(
          "Others than its owner may open "
              + path.getFileName()
              + "; take that right away with chmod go= first.");
    }
  }

  /**
   * Has an administrator who reads a program's log leave notes that the program can read and
   * delete. Nobody else can give files away, nor needs to.
   */
  static void giveToOwnerOfDirectory(Path file) {
    try {
      UserPrincipal owner =
          Files.getOwner(file.toAbsolutePath().getParent(), LinkOption.NOFOLLOW_LINKS);
      if (posix(file) && !owner.equals(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS))) {
        Files.setOwner(file, owner);
      }
    } catch (IOException | UnsupportedOperationException notAllowed) {
      // The file stays with who made it.
    }
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return posix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : NONE;
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
