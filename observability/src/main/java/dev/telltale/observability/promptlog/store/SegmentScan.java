package dev.telltale.observability.promptlog.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the frames of a segment by their lengths and checksums, without any key.
 *
 * <p>What a crash leaves is a beginning of what was being written: bytes that end inside a frame,
 * or that were never written and are zero. Anything else that is no frame was changed. A changed
 * length looks like a crash at first, and is told apart because a whole frame, or its trailing
 * length, still lies where the bytes end.
 */
final class SegmentScan {
  final List<Frame> frames = new ArrayList<>();

  /** Where the last whole frame ends, before anything that is none. */
  final int goodLength;

  /** How many places are no frames and no crash's doing. */
  final int damaged;

  final boolean torn;
  final boolean sealed;

  private SegmentScan(byte[] segment, int start) {
    int offset = start;
    int holes = 0;
    int good = start;
    boolean cut = false;
    while (offset < segment.length) {
      Frame frame = Frame.at(segment, offset);
      if (frame != null) {
        frames.add(frame);
        offset = frame.end();
        good = holes == 0 ? offset : good;
        continue;
      }
      int next = nextFrame(segment, offset);
      if (next < 0 && endsByCrash(segment, offset)) {
        cut = true;
        break;
      }
      holes++;
      if (next < 0) {
        break;
      }
      offset = next;
    }
    this.goodLength = good;
    this.damaged = holes;
    this.torn = cut;
    this.sealed = !frames.isEmpty() && frames.get(frames.size() - 1).footer() && !cut;
  }

  static SegmentScan of(byte[] segment, int headerLength) {
    return new SegmentScan(segment, headerLength);
  }

  private static int nextFrame(byte[] segment, int from) {
    for (int offset = from + 1; offset <= segment.length - Frame.OVERHEAD_BYTES; offset++) {
      if (Frame.at(segment, offset) != null) {
        return offset;
      }
    }
    return -1;
  }

  private static boolean endsByCrash(byte[] segment, int offset) {
    int rest = segment.length - offset;
    if (zero(segment, offset)) {
      return true;
    }
    if (rest >= Frame.OVERHEAD_BYTES
        && ByteBuffer.wrap(segment).getInt(segment.length - 4) == rest) {
      return false;
    }
    int length = Frame.lengthAt(segment, offset);
    return length < 0 || (length >= Frame.OVERHEAD_BYTES && length > rest);
  }

  private static boolean zero(byte[] segment, int from) {
    for (int i = from; i < segment.length; i++) {
      if (segment[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
