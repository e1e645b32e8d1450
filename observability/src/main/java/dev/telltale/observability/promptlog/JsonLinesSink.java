package dev.telltale.observability.promptlog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;

/** Appends records to a file in clear, one per line. */
final class JsonLinesSink implements PromptSink {
  private static final Set<OpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final FileChannel channel;
  private final OutputStream lines;

  /** Whether the last line may end in the middle, as on a disk that was full. */
  private boolean torn;

  private JsonLinesSink(FileChannel channel) {
    this.channel = channel;
    this.lines = Channels.newOutputStream(channel);
  }

  static JsonLinesSink open(Path file) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] access =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    FileChannel channel = FileChannel.open(file, APPEND, access);
    if (posix && !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
      channel.close();
      throw new IOException(
          "Others than its owner may open "
              + file.getFileName()
              + "; take that right away with chmod go= first.");
    }
    return new JsonLinesSink(channel);
  }

  @Override
  public void write(PromptRecord record) throws IOException {
    String start = torn ? "\n" : "";
    torn = true;
    lines.write((start + record.json() + "\n").getBytes(StandardCharsets.UTF_8));
    torn = false;
  }

  @Override
  public void flush() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
