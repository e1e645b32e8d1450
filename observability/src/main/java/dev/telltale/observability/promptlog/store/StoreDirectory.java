package dev.telltale.observability.promptlog.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The directory of a store: its owner's only, with one file per segment. */
final class StoreDirectory {
  private static final long MAX_SEGMENT_BYTES = 64L << 20;

  private final Path path;
  private final long ownPid = ProcessHandle.current().pid();
  private final Instant ownStart =
      ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);

  private StoreDirectory(Path path) {
    this.path = path;
  }

  /** Makes the directory if it is missing; its parent must be there. */
  static StoreDirectory create(Path path) throws IOException {
    try {
      Files.createDirectory(path, FileAccess.privateDirectory(path));
    } catch (FileAlreadyExistsException present) {
      // It is checked below like any other.
    }
    return open(path);
  }

  static StoreDirectory open(Path path) throws IOException {
    FileAccess.requirePrivate(path);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path.getFileName() + " is not a directory.");
    }
    return new StoreDirectory(path);
  }

  Path path() {
    return path;
  }

  Path resolve(SegmentName name) {
    return path.resolve(name.text());
  }

  SegmentName freshName(Instant now) {
    return SegmentName.fresh(now, ownPid);
  }

  /** The segments, oldest first. */
  List<SegmentName> segments() throws IOException {
    List<SegmentName> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        SegmentName name = SegmentName.parse(file);
        if (name != null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          names.add(name);
        }
      }
    }
    names.sort(Comparator.comparing(SegmentName::created).thenComparing(SegmentName::text));
    return names;
  }

  /** Reads a whole segment; never a link. */
  byte[] read(SegmentName name) throws IOException {
    byte[] segment = readOnce(name);
    // One that is erased or replaced while it is read is read again, if it is still there.
    return erased(segment) ? readOnce(name) : segment;
  }

  private static boolean erased(byte[] segment) {
    return segment.length >= Long.BYTES && ByteBuffer.wrap(segment).getLong() == 0;
  }

  private byte[] readOnce(SegmentName name) throws IOException {
    Path file = resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(name.text());
    }
    if (Files.size(file) > MAX_SEGMENT_BYTES) {
      throw new DamagedSegmentException("The segment is longer than any that was written.");
    }
    return Files.readAllBytes(file);
  }

  /**
   * Whether some program is still writing a segment. The locks of this program are known by their
   * names: to test one would release it.
   */
  boolean live(SegmentName name) {
    Path lock = SegmentLock.beside(resolve(name));
    boolean own = name.pid() == ownPid && !name.created().isBefore(ownStart);
    return Files.exists(lock, LinkOption.NOFOLLOW_LINKS) && (own || SegmentLock.held(lock));
  }

  /**
   * Keeps other programs from writing segments anew, until it is closed.
   *
   * @throws IOException if another one does at the moment
   */
  Closeable keepOthersOut() throws IOException {
    Path file = path.resolve("tending" + SegmentLock.SUFFIX);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            FileAccess.privateFile(file));
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException inThisProgram) {
      // Said below.
    }
    channel.close();
    throw new IOException("Another program tends this prompt log; try again when it is done.");
  }

  /** Makes new and renamed files survive a power failure. */
  void force() throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
