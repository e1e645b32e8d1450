package dev.telltale.observability.promptlog.store;

import java.security.GeneralSecurityException;

/**
 * Wraps the data keys of segments, and unwraps them for who may read. {@link Keys} has those built
 * in; a vault's adapter is two methods around its client.
 *
 * <p>Must be thread-safe. {@link #wrap} runs once per segment, on the thread that writes the log.
 */
public interface KeyProvider {

  /**
   * The name of the key that {@link #wrap} uses, kept in clear in each segment.
   *
   * @return up to 200 bytes of UTF-8; the same for as long as the key is
   */
  String keyId();

  /**
   * Wraps a data key.
   *
   * @param dataKey 32 bytes; not to be kept or changed
   * @return up to 4096 bytes
   * @throws GeneralSecurityException if the key cannot be had; nothing is written then
   */
  byte[] wrap(byte[] dataKey) throws GeneralSecurityException;

  /**
   * Unwraps a data key.
   *
   * @param keyId what {@link #keyId} was when it was wrapped
   * @param wrapped what {@link #wrap} returned
   * @return the 32 bytes, which the caller may clear
   * @throws GeneralSecurityException if the key is another, is write-only, or the bytes were
   *     changed
   */
  byte[] unwrap(String keyId, byte[] wrapped) throws GeneralSecurityException;
}
