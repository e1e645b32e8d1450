package dev.telltale.observability.promptlog.store;

/**
 * What makes a segment's frames its own: the id they are bound to, and the start of every nonce.
 */
final class SegmentIdentity {
  private final byte[] segmentId;
  private final byte[] noncePrefix;

  SegmentIdentity(byte[] segmentId, byte[] noncePrefix) {
    this.segmentId = segmentId.clone();
    this.noncePrefix = noncePrefix.clone();
  }

  static SegmentIdentity random() {
    return new SegmentIdentity(
        DataKeys.random(SegmentHeader.ID_BYTES), DataKeys.random(SegmentHeader.NONCE_PREFIX_BYTES));
  }

  byte[] segmentId() {
    return segmentId;
  }

  byte[] noncePrefix() {
    return noncePrefix;
  }
}
