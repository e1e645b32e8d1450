package dev.telltale.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class WireBodyTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8_191, 8_193, 64 << 10, (64 << 10) + 1, 300_000})
  void drainTakesEveryByte(int size) {
    ByteString content = content(size);
    Buffer buffer = new Buffer().write(content);

    WireBody body = WireBody.drain(buffer);

    assertThat(body.bytes()).isEqualTo(content);
    assertThat(buffer.size()).isZero();
  }

  @Test
  void laterUseOfTheBufferLeavesTheBodyAlone() {
    Buffer buffer = new Buffer().write(content(300_000));
    WireBody body = WireBody.drain(buffer);

    buffer.write(content(10_000).toByteArray());
    new Buffer().write(new byte[300_000]);

    assertThat(body.bytes()).isEqualTo(content(300_000));
  }

  @Test
  void everySourceReadsFromTheStart() throws IOException {
    WireBody body = WireBody.drain(new Buffer().writeUtf8("{\"a\":1}"));

    String first = body.source().readUtf8();
    String second = body.source().readUtf8();

    assertThat(first).isEqualTo("{\"a\":1}").isEqualTo(second);
  }

  private static ByteString content(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + 7);
    }
    return ByteString.of(bytes);
  }
}
