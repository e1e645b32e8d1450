package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A segment on disk, locked for as long as it is open: the lock ends with the process. */
final class ChannelOutput implements SegmentOutput {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final FileChannel channel;

  private ChannelOutput(FileChannel channel) {
    this.channel = channel;
  }

  static ChannelOutput create(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, NEW, FileAccess.privateFile(file));
    try {
      if (channel.tryLock() == null) {
        throw new IOException("The new segment is locked by another program.");
      }
      return new ChannelOutput(channel);
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
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
    channel.close();
  }
}
