package dev.telltale.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.telltale.provider.SseEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream may cost: hostile lines and events are refused, ordinary ones are nearly free. */
@Timeout(10)
class SseReaderLimitsTest {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  private static final long GIB = 1024 * MIB;
  private static final long SEGMENT_BYTES = 8 * KIB;
  private static final long DEFAULT = SseReader.DEFAULT_LIMIT_BYTES;

  @ParameterizedTest
  @ValueSource(longs = {64 * KIB, DEFAULT})
  void lineWithoutEndIsRefused(long limitBytes) {
    RepeatingSource line = new RepeatingSource("data:" + "x".repeat(1019), 2 * GIB);
    BufferedSource source = Okio.buffer(line);
    SseReader reader = new SseReader(source, limitBytes, limitBytes);

    assertThatThrownBy(reader::next)
        .isInstanceOf(SseLimitException.class)
        .hasMessage("The server sent an event stream with a line over " + limitBytes + " bytes.");
    assertThat(source.getBuffer().size()).isLessThanOrEqualTo(limitBytes + SEGMENT_BYTES);
    assertThat(line.sentBytes()).isEqualTo(source.getBuffer().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"data:0123456789abcdef\n", "data\n", ":comment\ndata:x\r\n"})
  void eventWithoutEndIsRefused(String lines) {
    long limitBytes = 64 * KIB;
    RepeatingSource event = new RepeatingSource(lines, 64 * MIB);
    SseReader reader = new SseReader(Okio.buffer(event), limitBytes, limitBytes);

    assertThatThrownBy(reader::next)
        .isInstanceOf(SseLimitException.class)
        .hasMessageContaining("an event over 65536 bytes");
    assertThat(event.sentBytes())
        .isLessThanOrEqualTo((limitBytes + 1) * lines.length() + SEGMENT_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id:", "event:"})
  void longNameIsRefused(String field) {
    Buffer stream = new Buffer().writeUtf8(field + "n".repeat(64 * 1024 + 1) + "\ndata:x\n\n");
    SseReader reader = new SseReader(stream);

    assertThatThrownBy(reader::next)
        .isInstanceOf(SseLimitException.class)
        .hasMessageContaining("a name or id over 65536 bytes");
  }

  @Test
  void lineOfExactlyTheLimitIsRead() throws IOException {
    SseReader reader = new SseReader(new Buffer().writeUtf8("data:12345\n\n"), 10, 100);

    assertThat(reader.next().dataUtf8()).isEqualTo("12345");
  }

  @Test
  void lineOfOneByteMoreIsRefused() {
    SseReader reader = new SseReader(new Buffer().writeUtf8("data:123456\n\n"), 10, 100);

    assertThatThrownBy(reader::next).isInstanceOf(SseLimitException.class);
  }

  @Test
  void eventOfExactlyTheLimitIsRead() throws IOException {
    SseReader reader = new SseReader(new Buffer().writeUtf8("data:1234\ndata:6789\n\n"), 100, 9);

    assertThat(reader.next().dataUtf8()).isEqualTo("1234\n6789");
  }

  @Test
  void eventOfOneByteMoreIsRefused() {
    SseReader reader = new SseReader(new Buffer().writeUtf8("data:1234\ndata:67890\n\n"), 100, 9);

    assertThatThrownBy(reader::next).isInstanceOf(SseLimitException.class);
  }

  @Test
  void dribblingLineTakesLinearTime() throws IOException {
    ByteString stream = ByteString.encodeUtf8("data:" + "y".repeat(1024 * 1024) + "\n\n");
    SseReader reader = new SseReader(Okio.buffer(ChunkedSource.inPiecesOf(1, stream)));

    SseEvent event = reader.next();

    assertThat(event.dataBytes()).isEqualTo(1024 * 1024);
  }

  @Test
  void eventCostsAtMostFiftyBytesOfGarbage() throws IOException {
    String delta = "event:delta\nid:7\ndata: {\"content\":\"" + "word ".repeat(55) + "\"}\r\n\r\n";
    SseReader reader = new SseReader(Okio.buffer(new RepeatingSource(delta, 64 * MIB)));
    int events = 20_000;
    skipEvents(reader, events);

    long before = allocatedBytes();
    skipEvents(reader, events);
    long perEvent = (allocatedBytes() - before) / events;

    assertThat(perEvent).isLessThanOrEqualTo(50);
  }

  private static void skipEvents(SseReader reader, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      SseEvent event = reader.next();
      event.data().skip(event.dataBytes());
    }
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** The same text over and over, with a count of what was taken. */
  private static final class RepeatingSource implements Source {
    private final byte[] text;
    private final long totalBytes;
    private long sentBytes;

    RepeatingSource(String text, long totalBytes) {
      this.text = ByteString.encodeUtf8(text).toByteArray();
      this.totalBytes = totalBytes;
    }

    long sentBytes() {
      return sentBytes;
    }

    @Override
    public long read(Buffer sink, long byteCount) {
      if (sentBytes >= totalBytes) {
        return -1;
      }
      int offset = (int) (sentBytes % text.length);
      int size = (int) Math.min(byteCount, text.length - offset);
      sink.write(text, offset, size);
      sentBytes += size;
      return size;
    }

    @Override
    public okio.Timeout timeout() {
      return okio.Timeout.NONE;
    }

    @Override
    public void close() {}
  }
}
