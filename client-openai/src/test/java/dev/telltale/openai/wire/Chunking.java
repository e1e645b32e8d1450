package dev.telltale.openai.wire;

import java.io.IOException;
import okio.Buffer;
import okio.ByteString;
import okio.ForwardingSource;
import okio.Source;

/** Ways in which a network may cut a stream. */
enum Chunking {
  WHOLE {
    @Override
    boolean cutsBefore(ByteString bytes, int position) {
      return false;
    }
  },
  BYTE_BY_BYTE {
    @Override
    boolean cutsBefore(ByteString bytes, int position) {
      return true;
    }
  },
  IN_SEVENS {
    @Override
    boolean cutsBefore(ByteString bytes, int position) {
      return position % 7 == 0;
    }
  },
  AFTER_EVERY_CR {
    @Override
    boolean cutsBefore(ByteString bytes, int position) {
      return bytes.getByte(position - 1) == '\r';
    }
  },
  INSIDE_CHARACTERS {
    @Override
    boolean cutsBefore(ByteString bytes, int position) {
      return (bytes.getByte(position) & 0xC0) == 0x80;
    }
  };

  abstract boolean cutsBefore(ByteString bytes, int position);

  /** Hands over one piece a read. */
  Source source(ByteString bytes) {
    return new ForwardingSource(new Buffer().write(bytes)) {
      private int position;

      @Override
      public long read(Buffer sink, long byteCount) throws IOException {
        int end = position + 1;
        while (end < bytes.size() && !cutsBefore(bytes, end)) {
          end++;
        }
        long read = super.read(sink, Math.min(byteCount, end - position));
        position += (int) Math.max(read, 0);
        return read;
      }
    };
  }
}
