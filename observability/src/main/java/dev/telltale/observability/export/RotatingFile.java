package dev.telltale.observability.export;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A file that lines are appended to, put aside when it is full. Thread-safe. */
final class RotatingFile {
  private static final Logger LOGGER = System.getLogger(RotatingFile.class.getName());

  private static final String OWNER_ONLY = "rw-------";

  private final Path directory;
  private final String name;
  private final long maxBytes;
  private final int kept;

  private final Object lock = new Object();
  // Guarded by lock; writing is what it is for.
  private @Nullable FileChannel channel;
  private boolean failed;
  private boolean closed;

  RotatingFile(Path directory, String name, long maxBytes, int kept) {
    this.directory = directory;
    this.name = name;
    this.maxBytes = maxBytes;
    this.kept = kept;
  }

  /** Appends lines of one export, which end with a line break. */
  CompletableResultCode append(Stream<Buffer> lines) {
    synchronized (lock) {
      try {
        for (Iterator<Buffer> left = lines.iterator(); left.hasNext(); ) {
          append(left.next());
        }
        failed = false;
        return CompletableResultCode.ofSuccess();
      } catch (IOException e) {
        release();
        warn(e);
        return CompletableResultCode.ofFailure();
      }
    }
  }

  CompletableResultCode close() {
    synchronized (lock) {
      closed = true;
      release();
      return CompletableResultCode.ofSuccess();
    }
  }

  private void append(Buffer line) throws IOException {
    FileChannel open = channel == null ? open() : channel;
    if (open.size() > 0 && open.size() + line.size() > maxBytes) {
      release();
      rotate();
      open = open();
    }
    write(open, ByteBuffer.wrap(line.readByteArray()));
  }

  /** Writes a line whole or not at all, as half a line would spoil the next one too. */
  private static void write(FileChannel open, ByteBuffer line) throws IOException {
    long end = open.size();
    try {
      while (line.hasRemaining()) {
        open.write(line);
      }
    } catch (IOException e) {
      open.truncate(end);
      throw e;
    }
  }

  private FileChannel open() throws IOException {
    if (closed) {
      throw new IOException("The exporter is closed");
    }
    Files.createDirectories(directory, attributes("rwx------"));
    FileChannel opened =
        FileChannel.open(file(0), Set.of(CREATE, WRITE, APPEND), attributes(OWNER_ONLY));
    channel = opened;
    takeFromOthers(file(0));
    return opened;
  }

  /** One that was there before has the permissions it was made with. */
  private static void takeFromOthers(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    Set<PosixFilePermission> owners = PosixFilePermissions.fromString(OWNER_ONLY);
    if (view != null && !owners.containsAll(view.readAttributes().permissions())) {
      view.setPermissions(owners);
    }
  }

  private void rotate() throws IOException {
    for (int number = kept; number > 0; number--) {
      if (Files.exists(file(number - 1))) {
        Files.move(file(number - 1), file(number), REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(file(0)); // Where none is kept.
  }

  private Path file(int number) {
    return directory.resolve(number == 0 ? name + ".jsonl" : name + "." + number + ".jsonl");
  }

  private void release() {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        warn(e);
      }
    }
  }

  /** Once until it works again: a full disk would fill the log too. */
  private void warn(IOException e) {
    if (!failed) {
      failed = true;
      LOGGER.log(Logger.Level.WARNING, "Telemetry could not be written to " + file(0), e);
    }
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
