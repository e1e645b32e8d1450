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
