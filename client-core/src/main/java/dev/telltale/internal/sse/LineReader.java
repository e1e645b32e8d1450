package dev.telltale.internal.sse;

import java.io.IOException;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/**
 * Finds the lines of a source in its own buffer, ended by LF, CR LF or CR, without copying them.
 */
final class LineReader {
  /*
   * Only bytes that no search has seen are searched, so a line that dribbles in costs linear time.
   * The buffer grows past the limit by no more than the one segment a read may bring.
   *
   * A CR ends its line at once. Whether an LF follows is only looked at when the next line is asked
   * for and a byte is there: waiting for it would hold back a whole event until the server speaks
   * again.
   */

  private static final ByteString LINE_ENDS = ByteString.encodeUtf8("\r\n");
  private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

  private final BufferedSource source;
  private final Buffer in;
  private final long limitBytes;
  private boolean started;
  private boolean skipLf;

  LineReader(BufferedSource source, long limitBytes) {
    this.source = source;
    this.in = source.getBuffer();
    this.limitBytes = limitBytes;
  }

  /**
   * Waits for a whole line at the head of the buffer and returns its length without its end, or -1
   * if the source ends first.
   */
  long await() throws IOException {
    long searched = 0;
    while (true) {
      skipLfOfCrLf();
      long lineEnd = in.indexOfElement(LINE_ENDS, searched);
      searched = lineEnd == -1 ? in.size() : lineEnd;
      SseLimitException.requireAtMost(limitBytes, searched, "a line");
      if (lineEnd != -1) {
        return started ? lineEnd : lineEnd - skipByteOrderMark();
      }
      if (!source.request(searched + 1)) {
        return -1;
      }
    }
  }

  /** Consumes the end of the line, whose content the caller has consumed. */
  void consumeEnd() throws IOException {
    skipLf = in.readByte() == '\r';
  }

  /** The bytes of an unfinished line, once {@link #await()} has returned -1. */
  long restBytes() {
    return in.size();
  }

  private void skipLfOfCrLf() throws IOException {
    if (skipLf && !in.exhausted()) {
      skipLf = false;
      in.skip(in.getByte(0) == '\n' ? 1 : 0);
    }
  }

  private int skipByteOrderMark() throws IOException {
    started = true;
    int length = in.rangeEquals(0, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.size() : 0;
    in.skip(length);
    return length;
  }
}
