package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class MediaTest {

  @Test
  void bytesAreCopiedInAndOut() {
    byte[] bytes = {1, 2, 3};

    Media media = Media.bytes(bytes, "image/png");
    bytes[0] = 9;
    media.bytes()[1] = 9;

    assertThat(media.bytes()).containsExactly(1, 2, 3);
    assertThat(media.base64()).isEqualTo("AQID");
  }

  @Test
  void neitherUrlNorBytesAreShown() {
    assertThat(Media.url("https://host.example/?sig=hunter2")).hasToString("Media[url]");
    assertThat(Media.bytes(new byte[] {1}, "image/png")).hasToString("Media[image/png, 1 bytes]");
    assertThat(Media.fileId("file-1")).hasToString("Media[file id]");
  }

  @Test
  void nothingIsNotMedia() {
    assertThatThrownBy(() -> Media.bytes(new byte[0], "image/png"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Media.url(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Media.fileId("")).isInstanceOf(IllegalArgumentException.class);
  }
}
