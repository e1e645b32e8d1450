package dev.telltale.internal.sse;

import dev.telltale.provider.SseEvent;
import java.io.IOException;
import java.util.OptionalLong;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the events of one server-sent event stream, exactly as the WHATWG describes it, with
 * bounded memory.
 *
 * <p>Internal: public only for the stream packages beside it. Not safe for use by several threads.
 * The caller owns the source and closes it; after an exception the reader is spent.
 */
public final class SseReader {
  /*
   * Only a blank line dispatches. What is left at the end of the source is dropped, and
   * endedMidEvent tells that there was something, because a cut stream must not pass for a finished
   * one. A comment or an unknown field opens no event.
   *
   * Steady state allocates nothing: data moves from the source's buffer to the event's by segments
   * where it is large, no line and no event becomes a String, the event view is reused while its
   * name and id stay the same, and a repeated name or id is compared in place.
   */

  /** The longest line and the largest event accepted by {@link #SseReader(BufferedSource)}. */
  public static final long DEFAULT_LIMIT_BYTES = 16L * 1024 * 1024;

  /** Names and ids become Strings and outlive their line, so they are held much shorter. */
  private static final long MAX_NAME_BYTES = 64 * 1024;

  private static final ByteString DATA = ByteString.encodeUtf8("data");
  private static final ByteString EVENT = ByteString.encodeUtf8("event");
  private static final ByteString ID = ByteString.encodeUtf8("id");
  private static final ByteString RETRY = ByteString.encodeUtf8("retry");
  private static final String MESSAGE = "message";

  private final Buffer in;
  private final LineReader lines;
  private final long maxEventBytes;
  private final Buffer data = new Buffer();

  private SseEvent event = new SseEvent(MESSAGE, "", data);
  private String type = MESSAGE;
  private String lastName = MESSAGE;
  private String id = "";
  private long retryMillis = -1;
  private boolean hasData;
  private boolean midEvent;

  /** Reads {@code source} with {@link #DEFAULT_LIMIT_BYTES} for a line and for an event. */
  public SseReader(BufferedSource source) {
    this(source, DEFAULT_LIMIT_BYTES, DEFAULT_LIMIT_BYTES);
  }

  /** Reads {@code source}, accepting lines and events of up to the given sizes. */
  public SseReader(BufferedSource source, long maxLineBytes, long maxEventBytes) {
    this.in = source.getBuffer();
    this.lines = new LineReader(source, maxLineBytes);
    this.maxEventBytes = maxEventBytes;
  }

  /**
   * Waits for the next event, or returns null at the end of the stream. The event is valid until
   * the next call.
   *
   * @throws SseLimitException if a line, an event or a name is over its limit
   * @throws IOException if the source fails
   */
  public @Nullable SseEvent next() throws IOException {
    data.clear();
    hasData = false;
    type = MESSAGE;
    for (long length = lines.await(); length != -1; length = lines.await()) {
      if (length > 0) {
        readField(length);
      }
      lines.consumeEnd();
      if (length == 0) {
        midEvent = false;
        if (hasData) {
          return view();
        }
        type = MESSAGE;
      }
    }
    midEvent |= lines.restBytes() > 0;
    return null;
  }

  /**
   * Whether the stream ended inside an event: after a field or part of a line that no blank line
   * closed. Meaningful once {@link #next()} has returned null.
   */
  public boolean endedMidEvent() {
    return midEvent;
  }

  /** The reconnection time the stream asked for, in milliseconds; empty if it never did. */
  public OptionalLong retryMillis() {
    return retryMillis == -1 ? OptionalLong.empty() : OptionalLong.of(retryMillis);
  }

  private SseEvent view() {
    if (!event.type().equals(type) || !event.id().equals(id)) {
      event = new SseEvent(type, id, data);
    }
    return event;
  }

  /** Consumes the line of {@code length} bytes at the head of the buffer, without its end. */
  private void readField(long length) throws IOException {
    long colon = in.indexOf((byte) ':', 0, length);
    long nameLength = colon == -1 ? length : colon;
    if (startsWith(DATA, nameLength)) {
      readData(skipToValue(nameLength, length));
    } else if (startsWith(EVENT, nameLength)) {
      readType(skipToValue(nameLength, length));
    } else if (startsWith(ID, nameLength)) {
      readId(skipToValue(nameLength, length));
    } else if (startsWith(RETRY, nameLength)) {
      readRetry(skipToValue(nameLength, length));
    } else {
      in.skip(length);
    }
  }

  private boolean startsWith(ByteString name, long nameLength) {
    return name.size() == nameLength && in.rangeEquals(0, name);
  }

  /** Consumes the name, its colon and one space, and returns the length of the value. */
  private long skipToValue(long nameLength, long length) throws IOException {
    long start = Math.min(nameLength + 1, length);
    if (start < length && in.getByte(start) == ' ') {
      start++;
    }
    in.skip(start);
    return length - start;
  }

  private void readData(long length) throws IOException {
    midEvent = true;
    if (hasData) {
      data.writeByte('\n');
    }
    hasData = true;
    SseLimitException.requireAtMost(maxEventBytes, data.size() + length, "an event");
    data.write(in, length);
  }

  private void readType(long length) throws IOException {
    midEvent = true;
    if (length == 0) {
      type = MESSAGE;
    } else {
      lastName = readText(length, lastName);
      type = lastName;
    }
  }

  private void readId(long length) throws IOException {
    midEvent = true;
    if (in.indexOf((byte) 0, 0, length) == -1) {
      id = readText(length, id);
    } else {
      in.skip(length);
    }
  }

  private void readRetry(long length) throws IOException {
    long millis = 0;
    boolean valid = length > 0;
    for (long i = 0; i < length; i++) {
      int digit = in.readByte() - '0';
      valid &= digit >= 0 && digit <= 9;
      // A server that asks for more than a long holds means "never", so the value saturates.
      millis = millis > (Long.MAX_VALUE - 9) / 10 ? Long.MAX_VALUE : millis * 10 + digit;
    }
    if (valid) {
      retryMillis = millis;
    }
  }

  /** Consumes a name or id, handing back {@code known} if that is what it says. */
  private String readText(long length, String known) throws IOException {
    SseLimitException.requireAtMost(MAX_NAME_BYTES, length, "a name or id");
    if (!isNext(known, length)) {
      return in.readUtf8(length);
    }
    in.skip(length);
    return known;
  }

  private boolean isNext(String known, long length) {
    if (known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = known.charAt(i);
      if (c >= 0x80 || in.getByte(i) != c) {
        return false;
      }
    }
    return true;
  }
}
