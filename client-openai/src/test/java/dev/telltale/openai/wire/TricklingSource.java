package dev.telltale.openai.wire;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/** Hands over at most so many bytes a read. */
final class TricklingSource extends ForwardingSource {
  private final long step;

  TricklingSource(Source source, long step) {
    super(source);
    this.step = step;
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    return super.read(sink, Math.min(step, byteCount));
  }
}
