package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/**
 * One dispatched event of a server-sent event stream, seen in place.
 *
 * <p>An event is a view, valid until the next event is read from the same stream: whoever needs its
 * data longer copies it. All events of one stream share one {@link #data()} source, so a decoder
 * may keep a single JSON parser on it. What a decoder leaves unread is discarded with the event.
 *
 * <p>Events are made by the stream reader; adapters only read them, and make their own only in
 * tests. Not safe for use by several threads.
 */
public final class SseEvent {
  private final String type;
  private final String id;
  private final Buffer data;

  /**
   * Creates a view of {@code data}, which is not copied.
   *
   * @param type the event name, {@code "message"} where the stream gave none
   * @param id the last event id of the stream, empty if it gave none
   * @param data the event's data, which reads of {@link #data()} consume
   */
  public SseEvent(String type, String id, Buffer data) {
    this.type = requireNonNull(type, "type");
    this.id = requireNonNull(id, "id");
    this.data = requireNonNull(data, "data");
  }

  /** The event name: {@code "message"} where the stream gave none. */
  public String type() {
    return type;
  }

  /** The last event id the stream gave, in this event or an earlier one; empty if none. */
  public String id() {
    return id;
  }

  /** The data as sent, its lines joined by LF. Reading consumes it; closing is not needed. */
  public BufferedSource data() {
    return data;
  }

  /** The number of data bytes not yet read. */
  public long dataBytes() {
    return data.size();
  }

  /** Whether the data not yet read begins with {@code prefix}. Consumes nothing. */
  public boolean dataStartsWith(ByteString prefix) {
    return data.rangeEquals(0, prefix);
  }

  /**
   * The data not yet read as text. Consumes nothing. Each invalid UTF-8 sequence becomes U+FFFD.
   */
  public String dataUtf8() {
    return data.copy().readUtf8();
  }

  /** The event's name and size, never its data. */
  @Override
  public String toString() {
    return "SseEvent[" + type + ", " + data.size() + " bytes]";
  }
}
