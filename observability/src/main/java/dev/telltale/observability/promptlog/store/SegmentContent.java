package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import javax.crypto.BadPaddingException;
import org.jspecify.annotations.Nullable;

/** Opens the bytes of one segment: all entries that are what was written, and what is not. */
final class SegmentContent {
  private final byte[] segment;
  private final SegmentScan scan;
  private final FrameCipher cipher;
  private int damaged;
  private long records;

  private SegmentContent(byte[] segment, SegmentScan scan, FrameCipher cipher) {
    this.segment = segment;
    this.scan = scan;
    this.cipher = cipher;
    this.damaged = scan.damaged;
  }

  /** Hands on what can be read and says how the segment ends; never fails because of its bytes. */
  static SegmentReport read(
      SegmentName name, byte[] segment, KeyProvider keys, Consumer<StoredEntry> sink) {
    return read(new SegmentWalk.Found(name, segment, false), keys, sink, new BitSet());
  }

  /**
   * Like the other, but for a segment of which a copy may have been read.
   *
   * @param seen the numbers of the frames that were handed on; those of this one are added
   */
  static SegmentReport read(
      SegmentWalk.Found found, KeyProvider keys, Consumer<StoredEntry> sink, BitSet seen) {
    SegmentName name = found.name;
    byte[] segment = found.bytes;
    String keyId = "";
    try {
      if (cutInHeader(segment)) {
        return report(name, segment, SegmentReport.State.TORN, "");
      }
      keyId = SegmentHeader.decode(segment).keyId;
      SegmentContent content = open(segment, keys);
      content.readAll(sink, seen);
      return new SegmentReport(
          name.text(), content.state(), content.records, content.damaged, segment.length, keyId);
    } catch (IOException | BadPaddingException changed) {
      return report(name, segment, SegmentReport.State.DAMAGED, keyId);
    } catch (GeneralSecurityException noKey) {
      return report(name, segment, SegmentReport.State.KEY_MISSING, keyId);
    }
  }

  /** The footer, or null if there is none that can be read. */
  static @Nullable SegmentFooter footer(byte[] segment, KeyProvider keys) {
    try {
      SegmentContent content = open(segment, keys);
      if (!content.scan.sealed) {
        return null;
      }
      Frame last = content.scan.frames.get(content.scan.frames.size() - 1);
      return SegmentFooter.decode(content.cipher.open(segment, last, last.number()));
    } catch (IOException | GeneralSecurityException unreadable) {
      return null;
    }
  }

  /** Whether it is the beginning of a header and nothing else, as a crash leaves it. */
  private static boolean cutInHeader(byte[] segment) {
    return SegmentHeader.cut(segment) && SegmentScan.of(segment, 0).frames.isEmpty();
  }

  private static SegmentContent open(byte[] segment, KeyProvider keys)
      throws IOException, GeneralSecurityException {
    SegmentHeader header = SegmentHeader.decode(segment);
    byte[] dataKey = DataKeys.unwrapped(keys, header);
    try {
      SegmentHeader.verify(segment, dataKey);
      SegmentScan scan = SegmentScan.of(segment, SegmentHeader.length(segment));
      return new SegmentContent(segment, scan, new FrameCipher(dataKey, header));
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private void readAll(Consumer<StoredEntry> sink, BitSet seen) throws GeneralSecurityException {
    long expected = 1;
    for (Frame frame : scan.frames) {
      if (frame.number() != expected) {
        damaged++;
      }
      if (frame.number() < expected) {
        continue;
      }
      try {
        byte[] payload = cipher.open(segment, frame, frame.number());
        expected = frame.number() + 1;
        if (!frame.footer()) {
          StoredEntry entry = EntryCodec.decode(frame, payload);
          if (seen.get((int) frame.number())) {
            damaged++;
            continue;
          }
          seen.set((int) frame.number());
          records++;
          sink.accept(entry);
        } else if (frame.end() != segment.length) {
          damaged++;
        }
      } catch (DamagedSegmentException changed) {
        damaged++;
        expected = Math.max(expected, frame.number() + 1);
      }
    }
  }

  private SegmentReport.State state() {
    if (damaged > 0) {
      return SegmentReport.State.DAMAGED;
    }
    if (scan.torn) {
      return SegmentReport.State.TORN;
    }
    return scan.sealed ? SegmentReport.State.SEALED : SegmentReport.State.UNSEALED;
  }

  private static SegmentReport report(
      SegmentName name, byte[] segment, SegmentReport.State state, String keyId) {
    int damage = state == SegmentReport.State.DAMAGED ? 1 : 0;
    return new SegmentReport(name.text(), state, 0, damage, segment.length, keyId);
  }
}
