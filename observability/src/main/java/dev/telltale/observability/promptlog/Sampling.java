package dev.telltale.observability.promptlog;

/**
 * Draws ids by their hash. Samplers of spans compare the id's own bits, so the hash keeps the two
 * independent of each other.
 */
final class Sampling {
  private static final int HALF = 16;

  private Sampling() {}

  /**
   * Whether an id is drawn: the same for the same id and probability, everywhere.
   *
   * @param id 32 hexadecimal digits
   */
  static boolean drawn(String id, double probability) {
    if (probability <= 0) {
      return false;
    }
    if (probability >= 1) {
      return true;
    }
    double position = (hash(id) >>> 11) * 0x1p-53;
    return position < probability;
  }

  /** The finalizer of SplitMix64 over both halves. */
  static long hash(String id) {
    if (id.length() != 2 * HALF) {
      return mix(id.hashCode());
    }
    long high = Long.parseUnsignedLong(id, 0, HALF, 16);
    long low = Long.parseUnsignedLong(id, HALF, 2 * HALF, 16);
    return mix(mix(high) ^ low);
  }

  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
