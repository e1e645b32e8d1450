package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes one segment, under a data key that exists for it alone. Not thread-safe.
 *
 * <p>After a failed write it takes nothing more: the number of the frame that failed, and so its
 * nonce, must not be used for other bytes.
 */
final class SegmentWriter {
  private final SegmentOutput output;
  private final FrameCipher cipher;
  private final Instant created;
  private final List<String> traces = new ArrayList<>();
  private final Map<String, Long> labels = new TreeMap<>();
  private long length;
  private long nextNumber = 1;
  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = Long.MIN_VALUE;

  private SegmentWriter(SegmentOutput output, FrameCipher cipher, Instant created) {
    this.output = output;
    this.cipher = cipher;
    this.created = created;
  }

  static SegmentWriter start(SegmentOutput output, KeyProvider keys, Instant now)
      throws IOException, GeneralSecurityException {
    byte[] dataKey = DataKeys.random();
    try {
      SegmentHeader header =
          new SegmentHeader(
              SegmentIdentity.random(),
              now.toEpochMilli(),
              keys.keyId(),
              DataKeys.wrapped(keys, dataKey));
      byte[] bytes = header.encode(dataKey);
      SegmentWriter writer = new SegmentWriter(output, new FrameCipher(dataKey, header), now);
      output.write(bytes);
      writer.length = bytes.length;
      return writer;
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  Instant created() {
    return created;
  }

  long length() {
    return length;
  }

  /**
   * Appends an entry.
   *
   * @throws IOException if it was not written; no part of it is left if the disk allows that
   */
  void append(StoredEntry entry) throws IOException, GeneralSecurityException {
    append(entry, Payload.of(entry));
  }

  void append(StoredEntry entry, Payload payload) throws IOException, GeneralSecurityException {
    long millis = entry.time().toEpochMilli();
    write(cipher.seal(nextNumber, millis, payload.flags(), payload.bytes()));
    count(entry, millis);
  }

  void force() throws IOException {
    output.force();
  }

  /** Writes the footer and closes the file. */
  void seal(Instant now) throws IOException, GeneralSecurityException {
    try (SegmentOutput closing = output) {
      long records = nextNumber - 1;
      SegmentFooter footer =
          new SegmentFooter(
              records,
              records == 0 ? 0 : firstMillis,
              records == 0 ? 0 : lastMillis,
              labels,
              TraceFilter.of(traces));
      write(cipher.seal(nextNumber, now.toEpochMilli(), Frame.FOOTER, footer.encode()));
      closing.force();
    }
  }

  /** Closes the file as it is. */
  void abandon() {
    try {
      output.close();
    } catch (IOException unclosed) {
      // The failure that led here is the one to tell.
    }
  }

  private void write(byte[] frame) throws IOException {
    try {
      output.write(frame);
    } catch (IOException failed) {
      try {
        output.truncate(length);
      } catch (IOException alsoFailed) {
        failed.addSuppressed(alsoFailed);
      }
      throw failed;
    }
    length += frame.length;
    nextNumber++;
  }

  private void count(StoredEntry entry, long millis) {
    firstMillis = Math.min(firstMillis, millis);
    lastMillis = Math.max(lastMillis, millis);
    labels.merge(entry.label(), 1L, Long::sum);
    if (!entry.traceId().isEmpty()) {
      traces.add(entry.traceId());
    }
  }
}
