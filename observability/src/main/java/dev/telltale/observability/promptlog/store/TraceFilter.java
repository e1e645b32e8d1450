package dev.telltale.observability.promptlog.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** A Bloom filter of trace ids: says for certain that a segment does not hold one. */
final class TraceFilter {
  /** At ten bits and seven probes per id, one id in a hundred is thought to be there and is not. */
  private static final int BITS_PER_ID = 10;

  private static final int PROBES = 7;

  private final byte[] bits;

  private TraceFilter(byte[] bits) {
    this.bits = bits;
  }

  static TraceFilter of(List<String> traceIds) {
    TraceFilter filter =
        new TraceFilter(new byte[Math.max(8, traceIds.size() * BITS_PER_ID / 8 + 1)]);
    for (String id : traceIds) {
      for (int probe = 0; probe < PROBES; probe++) {
        int bit = filter.bit(id, probe);
        filter.bits[bit / 8] |= (byte) (1 << (bit % 8));
      }
    }
    return filter;
  }

  static TraceFilter of(byte[] bits) {
    return new TraceFilter(bits.clone());
  }

  boolean mayHold(String traceId) {
    for (int probe = 0; probe < PROBES; probe++) {
      int bit = bit(traceId, probe);
      if ((bits[bit / 8] & (1 << (bit % 8))) == 0) {
        return false;
      }
    }
    return true;
  }

  byte[] bytes() {
    return Arrays.copyOf(bits, bits.length);
  }

  private int bit(String traceId, int probe) {
    byte[] id = traceId.getBytes(StandardCharsets.UTF_8);
    CRC32 first = new CRC32();
    first.update(id);
    CRC32C second = new CRC32C();
    second.update(id);
    return (int) ((first.getValue() + probe * (second.getValue() | 1)) % (bits.length * 8L));
  }
}
