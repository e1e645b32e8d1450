package dev.telltale.internal.sse;

import java.util.function.IntUnaryOperator;
import okio.Buffer;
import okio.ByteString;
import okio.Source;
import okio.Timeout;

/** Hands out bytes in pieces of chosen sizes, one per read. */
final class ChunkedSource implements Source {
  private final ByteString bytes;
  private final IntUnaryOperator sizeAt;
  private int position;
  private boolean readPastEnd;

  /** {@code sizeAt} gives the size of the piece that begins at a position. */
  ChunkedSource(ByteString bytes, IntUnaryOperator sizeAt) {
    this.bytes = bytes;
    this.sizeAt = sizeAt;
  }

  static ChunkedSource inPiecesOf(int size, ByteString bytes) {
    return new ChunkedSource(bytes, position -> size);
  }

  static ChunkedSource splitAt(int split, ByteString bytes) {
    return new ChunkedSource(bytes, position -> position == 0 ? split : bytes.size());
  }

  /** Whether somebody asked for more than there was, as a read that waits for the server would. */
  boolean readPastEnd() {
    return readPastEnd;
  }

  @Override
  public long read(Buffer sink, long byteCount) {
    if (position == bytes.size()) {
      readPastEnd = true;
      return -1;
    }
    int wanted = (int) Math.min(byteCount, sizeAt.applyAsInt(position));
    int size = Math.min(Math.max(1, wanted), bytes.size() - position);
    sink.write(bytes, position, size);
    position += size;
    return size;
  }

  @Override
  public Timeout timeout() {
    return Timeout.NONE;
  }

  @Override
  public void close() {}
}
