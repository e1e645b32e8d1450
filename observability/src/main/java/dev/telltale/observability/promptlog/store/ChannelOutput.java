package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A segment on disk; while others may look for it, its lock says that it is being written. */
final class ChannelOutput implements SegmentOutput {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final FileChannel channel;
  private final @Nullable SegmentLock lock;

  private ChannelOutput(FileChannel channel, @Nullable SegmentLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  static ChannelOutput create(Path file) throws IOException {
    SegmentLock lock = SegmentLock.take(file);
    try {
      return new ChannelOutput(open(file), lock);
    } catch (IOException | RuntimeException refused) {
      lock.close();
      throw refused;
    }
  }

  /** Makes a file that is no segment yet, and that nobody looks for. */
  static ChannelOutput temporary(Path file) throws IOException {
    return new ChannelOutput(open(file), null);
  }

  private static FileChannel open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, NEW, FileAccess.privateFile(file));
    FileAccess.giveToOwnerOfDirectory(file);
    return channel;
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void truncate(long length) throws IOException {
    channel.truncate(length);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
