package dev.telltale.observability.promptlog.store;

import java.io.IOException;

/** What a frame of an entry holds before it is sealed. */
final class Payload {
  private final byte[] bytes;
  private final byte flags;

  private Payload(byte[] bytes, byte flags) {
    this.bytes = bytes;
    this.flags = flags;
  }

  /**
   * Encodes an entry.
   *
   * @throws IOException if it is longer than readers take; that says nothing about the store
   */
  static Payload of(StoredEntry entry) throws IOException {
    byte[] plain = EntryCodec.plain(entry);
    byte[] bytes = plain.length > EntryCodec.MAX_PLAIN_BYTES ? plain : EntryCodec.deflated(plain);
    if (bytes.length > Frame.MAX_BYTES - Frame.OVERHEAD_BYTES) {
      throw new IOException("The record is longer than a frame may be.");
    }
    byte flags = EntryCodec.flags(entry.kind());
    return new Payload(
        bytes, bytes.length < plain.length ? (byte) (flags | Frame.DEFLATED) : flags);
  }

  byte[] bytes() {
    return bytes;
  }

  byte flags() {
    return flags;
  }
}
