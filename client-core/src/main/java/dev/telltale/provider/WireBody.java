package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/**
 * The bytes of a request or of a whole answer.
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows the size, never the bytes.
 */
public final class WireBody {
  private static final WireBody EMPTY = new WireBody(ByteString.EMPTY);

  /**
   * A snapshot takes its segments out of okio's pool for good, and the next buffers allocate new
   * ones of 8 KiB. Up to the size of the pool a copy is cheaper.
   */
  private static final long COPIED_BYTES = 64L << 10;

  private final ByteString bytes;

  private WireBody(ByteString bytes) {
    this.bytes = bytes;
  }

  /** A body without bytes. */
  public static WireBody empty() {
    return EMPTY;
  }

  /** A body of these bytes. */
  public static WireBody of(ByteString bytes) {
    return new WireBody(requireNonNull(bytes, "bytes"));
  }

  /** A body of all bytes of a buffer, which is empty afterwards. */
  public static WireBody drain(Buffer buffer) {
    if (buffer.size() <= COPIED_BYTES) {
      return new WireBody(buffer.readByteString());
    }
    WireBody body = new WireBody(buffer.snapshot());
    buffer.clear();
    return body;
  }

  /** The bytes. */
  public ByteString bytes() {
    return bytes;
  }

  /** A new source that reads the body from its start. */
  public BufferedSource source() {
    return new Buffer().write(bytes);
  }

  /** The body as UTF-8 text. */
  public String utf8() {
    return bytes.utf8();
  }

  @Override
  public String toString() {
    return "WireBody[" + bytes.size() + " bytes]";
  }
}
