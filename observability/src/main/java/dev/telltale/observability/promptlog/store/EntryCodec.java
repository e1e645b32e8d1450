package dev.telltale.observability.promptlog.store;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * An entry as the payload of a frame: trace id and label, each as u16 and UTF-8, then the record.
 * Deflated if that makes it shorter; the flag says so.
 */
final class EntryCodec {
  /** What readers inflate an entry to at most. */
  static final int MAX_PLAIN_BYTES = 4 << 20;

  private EntryCodec() {}

  static byte[] plain(StoredEntry entry) {
    byte[] trace = entry.traceId().getBytes(StandardCharsets.UTF_8);
    byte[] label = entry.label().getBytes(StandardCharsets.UTF_8);
    byte[] json = entry.bytes();
    return ByteBuffer.allocate(4 + trace.length + label.length + json.length)
        .putShort((short) trace.length)
        .put(trace)
        .putShort((short) label.length)
        .put(label)
        .put(json)
        .array();
  }

  static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] smaller = new byte[plain.length];
      int length = deflater.deflate(smaller);
      return deflater.finished() && length < plain.length ? Arrays.copyOf(smaller, length) : plain;
    } finally {
      deflater.end();
    }
  }

  static byte flags(StoredEntry.Kind kind) {
    return switch (kind) {
      case FAILURE -> Frame.FAILURE;
      case SUCCESS -> Frame.SUCCESS;
      case AUDIT -> Frame.AUDIT;
    };
  }

  static StoredEntry decode(Frame frame, byte[] payload) throws DamagedSegmentException {
    boolean deflated = (frame.flags() & Frame.DEFLATED) != 0;
    ByteBuffer bytes = ByteBuffer.wrap(deflated ? inflated(payload) : payload);
    try {
      String trace = text(bytes, bytes.getShort() & 0xffff);
      String label = text(bytes, bytes.getShort() & 0xffff);
      String json = text(bytes, bytes.remaining());
      Instant time = Instant.ofEpochMilli(frame.timeMillis());
      return new StoredEntry(time, kind(frame.flags()), trace, label, json);
    } catch (BufferUnderflowException | IllegalArgumentException foreign) {
      throw new DamagedSegmentException("A record does not add up.");
    }
  }

  private static StoredEntry.Kind kind(byte flags) throws DamagedSegmentException {
    return switch (flags & ~Frame.DEFLATED) {
      case Frame.FAILURE -> StoredEntry.Kind.FAILURE;
      case Frame.SUCCESS -> StoredEntry.Kind.SUCCESS;
      case Frame.AUDIT -> StoredEntry.Kind.AUDIT;
      default -> throw new DamagedSegmentException("A record is of a kind nobody knows.");
    };
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static byte[] inflated(byte[] payload) throws DamagedSegmentException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(payload);
      ByteArrayOutputStream plain = new ByteArrayOutputStream(payload.length * 4);
      byte[] piece = new byte[8192];
      while (!inflater.finished()) {
        int length = inflater.inflate(piece);
        if (length == 0 || plain.size() + length > MAX_PLAIN_BYTES) {
          throw new DamagedSegmentException("A record cannot be inflated.");
        }
        plain.write(piece, 0, length);
      }
      return plain.toByteArray();
    } catch (DataFormatException malformed) {
      throw new DamagedSegmentException("A record cannot be inflated.");
    } finally {
      inflater.end();
    }
  }
}
