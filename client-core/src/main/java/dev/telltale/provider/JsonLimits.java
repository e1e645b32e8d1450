package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import okio.Buffer;

/**
 * Refuses JSON that a parser would take the square of its length to read.
 *
 * <p>{@link com.squareup.moshi.JsonReader} looks for the end of a number, and of white space, by
 * positions from the start of its buffer, each found by walking the segments before it. So a number
 * of ten million digits would keep it busy for a minute.
 */
public final class JsonLimits {
  /** Far more than anybody means, and read in no time. */
  private static final int MAX_RUN_BYTES = 64 << 10;

  private int run;
  private boolean inString;
  private boolean escaped;

  private JsonLimits() {}

  /**
   * Looks through JSON without consuming it. Costs nothing if it is shorter than the longest run
   * that is allowed.
   *
   * @throws IOException if there is a number, or white space, of more than 64 KiB
   */
  public static void check(Buffer json) throws IOException {
    if (json.size() <= MAX_RUN_BYTES) {
      return;
    }
    JsonLimits limits = new JsonLimits();
    try (Buffer.UnsafeCursor cursor = json.readUnsafe(new Buffer.UnsafeCursor())) {
      while (cursor.next() != -1) {
        byte[] data = requireNonNull(cursor.data, "data");
        for (int i = cursor.start; i < cursor.end; i++) {
          limits.see(data[i]);
        }
      }
    }
  }

  private void see(byte octet) throws IOException {
    if (inString) {
      inString = escaped || octet != '"';
      escaped = !escaped && octet == '\\';
      return;
    }
    inString = octet == '"';
    run = endless(octet) ? run + 1 : 0;
    if (run > MAX_RUN_BYTES) {
      throw new IOException("JSON holds a number or white space without end");
    }
  }

  /** Whether it may be a part of a number or of white space. */
  private static boolean endless(byte octet) {
    return switch (octet) {
      case ' ', '\n', '\t', '\r', '+', '-', '.', 'e', 'E' -> true;
      default -> octet >= '0' && octet <= '9';
    };
  }
}
