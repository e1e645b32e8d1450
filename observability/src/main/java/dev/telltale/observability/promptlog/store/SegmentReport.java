package dev.telltale.observability.promptlog.store;

/**
 * What became of one segment when it was read.
 *
 * @param name of its file
 * @param state how it ends
 * @param records how many entries could be read
 * @param damagedPlaces how many places are not what was written
 * @param bytes its length
 * @param keyId the key it was written with; empty if that cannot be read
 */
public record SegmentReport(
    String name, State state, long records, int damagedPlaces, long bytes, String keyId) {

  SegmentReport in(State other) {
    return new SegmentReport(name, other, records, damagedPlaces, bytes, keyId);
  }

  /** How a segment ends. */
  public enum State {
    /** Closed by its writer, and whole. */
    SEALED,
    /** Being written. */
    LIVE,
    /** Not closed: its program ended first. All that was written is whole. */
    UNSEALED,
    /** Not closed, and its last write was cut, as a crash does. What came before it is whole. */
    TORN,
    /** Changed: something in it is not what was written. */
    DAMAGED,
    /** Written with a key that is not at hand. */
    KEY_MISSING,
    /** Could not be opened: it belongs to another user, or the disk failed. */
    UNREADABLE
  }
}
