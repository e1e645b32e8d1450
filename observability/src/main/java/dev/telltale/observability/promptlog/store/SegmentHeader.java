package dev.telltale.observability.promptlog.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The start of a segment: who it is, and its data key in wrapped form. All of it is under a MAC
 * whose key is derived from the data key, so that it can be written anew for another key without
 * using a nonce twice.
 */
final class SegmentHeader {
  static final int VERSION = 1;
  static final int ID_BYTES = 16;
  static final int NONCE_PREFIX_BYTES = 4;
  static final int MAX_BYTES = 8 << 10;

  /** With a line end of either kind and a control character, so that mangled copies are noticed. */
  private static final byte[] MAGIC = {'T', 'T', 'L', 'P', 'S', '\r', '\n', 0x1a};

  private static final int MAC_BYTES = 32;
  private static final int MAX_KEY_ID_BYTES = 200;
  private static final int MAX_WRAPPED_BYTES = 4096;

  final byte[] segmentId;
  final byte[] noncePrefix;
  final long createdMillis;
  final String keyId;
  final byte[] wrappedKey;

  SegmentHeader(SegmentIdentity identity, long createdMillis, String keyId, byte[] wrappedKey) {
    this.segmentId = identity.segmentId();
    this.noncePrefix = identity.noncePrefix();
    this.createdMillis = createdMillis;
    this.keyId = keyId;
    this.wrappedKey = wrappedKey;
  }

  /** Returns the same header with the data key wrapped by another key. */
  SegmentHeader wrappedBy(String newKeyId, byte[] newWrappedKey) {
    return new SegmentHeader(
        new SegmentIdentity(segmentId, noncePrefix), createdMillis, newKeyId, newWrappedKey);
  }

  byte[] encode(byte[] dataKey) throws GeneralSecurityException {
    byte[] id = keyId.getBytes(StandardCharsets.UTF_8);
    if (id.length > MAX_KEY_ID_BYTES || wrappedKey.length > MAX_WRAPPED_BYTES) {
      throw new GeneralSecurityException("The key provider's id or wrapped key is too long.");
    }
    int length = MAGIC.length + 2 + 4 + ID_BYTES + 8 + NONCE_PREFIX_BYTES;
    length += 2 + id.length + 2 + wrappedKey.length + MAC_BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(length);
    bytes.put(MAGIC).putShort((short) VERSION).putInt(length);
    bytes.put(segmentId).putLong(createdMillis).put(noncePrefix);
    bytes.putShort((short) id.length).put(id);
    bytes.putShort((short) wrappedKey.length).put(wrappedKey);
    bytes.put(mac(bytes.array(), length - MAC_BYTES, dataKey));
    return bytes.array();
  }

  /**
   * Reads a header without checking its MAC, which needs the key.
   *
   * @throws DamagedSegmentException if it is none
   */
  static SegmentHeader decode(byte[] segment) throws DamagedSegmentException {
    ByteBuffer bytes = ByteBuffer.wrap(segment, 0, length(segment));
    bytes.position(MAGIC.length + 2 + 4);
    try {
      byte[] segmentId = take(bytes, ID_BYTES);
      long created = bytes.getLong();
      byte[] prefix = take(bytes, NONCE_PREFIX_BYTES);
      String keyId = new String(take(bytes, bytes.getShort() & 0xffff), StandardCharsets.UTF_8);
      byte[] wrapped = take(bytes, bytes.getShort() & 0xffff);
      if (bytes.remaining() == MAC_BYTES) {
        return new SegmentHeader(new SegmentIdentity(segmentId, prefix), created, keyId, wrapped);
      }
    } catch (BufferUnderflowException tooShort) {
      // Said below.
    }
    throw new DamagedSegmentException("The header of the segment does not add up.");
  }

  /** The segment's id, as its header says it; empty if there is none. */
  static String idOf(byte[] segment) {
    try {
      return HexFormat.of().formatHex(decode(segment).segmentId);
    } catch (DamagedSegmentException none) {
      return "";
    }
  }

  /** Whether the bytes end before the header that they begin with. */
  static boolean cut(byte[] segment) {
    int known = Math.min(segment.length, MAGIC.length);
    if (!Arrays.equals(segment, 0, known, MAGIC, 0, known)) {
      return false;
    }
    int fixed = MAGIC.length + 2 + 4;
    return segment.length < fixed
        || ByteBuffer.wrap(segment).getInt(MAGIC.length + 2) > segment.length;
  }

  /** The length of the header at the start of the bytes of a segment. */
  static int length(byte[] segment) throws DamagedSegmentException {
    int fixed = MAGIC.length + 2 + 4;
    if (segment.length < fixed
        || !Arrays.equals(segment, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new DamagedSegmentException("This is no segment of a prompt log.");
    }
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    int version = bytes.getShort(MAGIC.length);
    if (version != VERSION) {
      throw new DamagedSegmentException("The segment is of another version: " + version + ".");
    }
    int length = bytes.getInt(MAGIC.length + 2);
    if (length < fixed + MAC_BYTES || length > MAX_BYTES || length > segment.length) {
      throw new DamagedSegmentException("The header of the segment is cut.");
    }
    return length;
  }

  /**
   * Checks the MAC.
   *
   * @throws DamagedSegmentException if a bit of the header was changed
   */
  static void verify(byte[] segment, byte[] dataKey)
      throws DamagedSegmentException, GeneralSecurityException {
    int end = length(segment) - MAC_BYTES;
    byte[] stored = Arrays.copyOfRange(segment, end, end + MAC_BYTES);
    if (!MessageDigest.isEqual(stored, mac(segment, end, dataKey))) {
      throw new DamagedSegmentException("The header of the segment was changed.");
    }
  }

  private static byte[] take(ByteBuffer bytes, int length) {
    byte[] taken = new byte[length];
    bytes.get(taken);
    return taken;
  }

  private static byte[] mac(byte[] bytes, int length, byte[] dataKey)
      throws GeneralSecurityException {
    Mac derive = Mac.getInstance("HmacSHA256");
    derive.init(new SecretKeySpec(dataKey, "HmacSHA256"));
    byte[] key = derive.doFinal("telltale segment header".getBytes(StandardCharsets.UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(bytes, 0, length);
    return mac.doFinal();
  }
}
