package dev.telltale.observability.promptlog.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One frame as it lies in a segment, not yet decrypted.
 *
 * <pre>
 * length u32, CRC32C u32, number u64, time u64, flags u8, nonce 12, ciphertext, tag 16, length u32
 * </pre>
 *
 * Both lengths are of the whole frame; the checksum is over all from number to tag.
 */
record Frame(int offset, int length, long number, long timeMillis, byte flags) {
  static final int PREFIX_BYTES = 8;
  static final int PLAIN_BYTES = 8 + 8 + 1;
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;
  static final int OVERHEAD_BYTES = PREFIX_BYTES + PLAIN_BYTES + NONCE_BYTES + TAG_BYTES + 4;

  /** More than any record may have, so that a length that was changed is not believed. */
  static final int MAX_BYTES = 1 << 20;

  /** More than a segment has room for. */
  private static final long MAX_NUMBER = Integer.MAX_VALUE;

  static final byte FAILURE = 1;
  static final byte SUCCESS = 2;
  static final byte AUDIT = 3;
  static final byte DEFLATED = 0x40;
  static final byte FOOTER = (byte) 0x80;

  int end() {
    return offset + length;
  }

  int nonceOffset() {
    return offset + PREFIX_BYTES + PLAIN_BYTES;
  }

  int sealedOffset() {
    return nonceOffset() + NONCE_BYTES;
  }

  int sealedLength() {
    return length - OVERHEAD_BYTES + TAG_BYTES;
  }

  boolean footer() {
    return flags == FOOTER;
  }

  /** The frame at an offset, or null if there is none whose lengths and checksum agree. */
  static @Nullable Frame at(byte[] segment, int offset) {
    int length = lengthAt(segment, offset);
    if (length < OVERHEAD_BYTES || length > MAX_BYTES || length > segment.length - offset) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    int plain = offset + PREFIX_BYTES;
    long number = bytes.getLong(plain);
    // The checksum comes last: bytes made up to look like frames must not cost one each.
    boolean agrees =
        number > 0
            && number <= MAX_NUMBER
            && bytes.getLong(plain + PLAIN_BYTES + NONCE_BYTES - 8) == number
            && bytes.getInt(offset + length - 4) == length
            && bytes.getInt(offset + 4) == checksum(segment, offset, length);
    return agrees
        ? new Frame(offset, length, number, bytes.getLong(plain + 8), segment[plain + 16])
        : null;
  }

  /** What the bytes at an offset say, true or not; -1 if there are too few. */
  static int lengthAt(byte[] segment, int offset) {
    return segment.length - offset < 4 ? -1 : ByteBuffer.wrap(segment).getInt(offset);
  }

  /** Fills in lengths and checksum around what lies between them. */
  static void close(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    bytes.putInt(0, frame.length);
    bytes.putInt(4, checksum(frame, 0, frame.length));
    bytes.putInt(frame.length - 4, frame.length);
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset + PREFIX_BYTES, length - PREFIX_BYTES - 4);
    return (int) crc.getValue();
  }
}
