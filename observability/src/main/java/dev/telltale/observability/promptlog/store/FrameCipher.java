package dev.telltale.observability.promptlog.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens the frames of one segment with its data key.
 *
 * <p>The nonce is the segment's prefix and the frame's number, under a key that no other segment
 * has, so it never repeats. Segment id, number, time and flags are authenticated too: a frame opens
 * only in its place. Not thread-safe.
 */
final class FrameCipher {
  private static final String ALGORITHM = "AES/GCM/NoPadding";

  private final SecretKey key;
  private final byte[] segmentId;
  private final byte[] noncePrefix;
  private final Cipher cipher;

  FrameCipher(byte[] dataKey, SegmentHeader header) throws GeneralSecurityException {
    this.key = new SecretKeySpec(dataKey, "AES");
    this.segmentId = header.segmentId;
    this.noncePrefix = header.noncePrefix;
    this.cipher = Cipher.getInstance(ALGORITHM);
  }

  /** Returns the whole frame. */
  byte[] seal(long number, long timeMillis, byte flags, byte[] payload)
      throws GeneralSecurityException {
    byte[] frame = new byte[Frame.OVERHEAD_BYTES + payload.length];
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    bytes.position(Frame.PREFIX_BYTES);
    bytes.putLong(number).putLong(timeMillis).put(flags);
    byte[] nonce = nonce(number);
    bytes.put(nonce);
    start(Cipher.ENCRYPT_MODE, nonce, bytes.array(), Frame.PREFIX_BYTES);
    cipher.doFinal(payload, 0, payload.length, frame, bytes.position());
    Frame.close(frame);
    return frame;
  }

  /**
   * Returns what a frame holds.
   *
   * @throws DamagedSegmentException if it is not the frame of this number, or a bit was changed
   */
  byte[] open(byte[] segment, Frame frame, long number)
      throws DamagedSegmentException, GeneralSecurityException {
    byte[] nonce = Arrays.copyOfRange(segment, frame.nonceOffset(), frame.sealedOffset());
    if (frame.number() != number || !Arrays.equals(nonce, nonce(number))) {
      throw new DamagedSegmentException("A frame is missing, repeated or out of its place.");
    }
    start(Cipher.DECRYPT_MODE, nonce, segment, frame.offset() + Frame.PREFIX_BYTES);
    try {
      return cipher.doFinal(segment, frame.sealedOffset(), frame.sealedLength());
    } catch (AEADBadTagException changed) {
      throw new DamagedSegmentException("A frame was changed, or belongs to another segment.");
    }
  }

  private void start(int mode, byte[] nonce, byte[] bytes, int plainOffset)
      throws GeneralSecurityException {
    cipher.init(mode, key, new GCMParameterSpec(Frame.TAG_BYTES * 8, nonce));
    cipher.updateAAD(segmentId);
    cipher.updateAAD(bytes, plainOffset, Frame.PLAIN_BYTES);
  }

  private byte[] nonce(long number) {
    return ByteBuffer.allocate(Frame.NONCE_BYTES).put(noncePrefix).putLong(number).array();
  }
}
