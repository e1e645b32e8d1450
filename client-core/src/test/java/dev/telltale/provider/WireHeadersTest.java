package dev.telltale.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.telltale.ResponseHeaders;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers to send, keys in them, and headers that came. */
@Timeout(10)
class WireHeadersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"s3cret\r\nX: y", "s3cret\n", "\rs3cret", "s3cret\0", "s3cret\u007f", "s3crét"})
  void valueCannotStartAnotherHeader(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WireHeaders.none().with("X-Tag", value))
        .withMessageContaining("X-Tag")
        .withMessageNotContaining("s3cr");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "X Tag", "X-Tag:", "X\r\nY", "X\0", "Xé", "X(", "X/Y"})
  void nameIsToken(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> WireHeaders.none().with(name, "v"));
  }

  @Test
  void onlyTheClientChoosesACompression() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WireHeaders.none().with("accept-Encoding", "gzip"))
        .withMessageContaining("Accept-Encoding");
    assertThat(flat(WireHeaders.none().with("Accept-Encoding", "Identity")))
        .containsExactly("Accept-Encoding: Identity");
  }

  @Test
  void laterHeaderReplacesEarlier() {
    WireHeaders headers =
        WireHeaders.none().with("A", "1").with("B", "2").with("a", "3\t4").with("C", "");

    assertThat(flat(headers)).containsExactly("B: 2", "a: 3\t4", "C: ");
    assertThat(flat(headers.withAll(WireHeaders.none().with("b", "5"))))
        .containsExactly("a: 3\t4", "C: ", "b: 5");
    assertThat(headers).hasToString("WireHeaders[B, a, C]");
    assertThat(headers.isEmpty()).isFalse();
    assertThat(WireHeaders.none().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n", "s3 cret", "s3cret\r\nX: y", "s3crét", "s3cret\0"})
  void uselessKeyIsRefusedUnshown(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Secret.of(key))
        .withMessageNotContaining("s3");
  }

  @Test
  void secretShowsItselfToNobody() {
    Secret secret = Secret.of(" s3cret\n");

    assertThat(secret.reveal()).isEqualTo("s3cret");
    assertThat(secret).hasToString("***");
    assertThat(secret).isEqualTo(Secret.of("s3cret")).hasSameHashCodeAs(Secret.of("s3cret"));
    assertThat(secret).isNotEqualTo(Secret.of("s3cres")).isNotEqualTo(Secret.of("s3cret0"));
    assertThat(secret).isNotInstanceOf(java.io.Serializable.class);
    assertThat(Credential.bearer(secret)).hasToString("Credential[Authorization]");
  }

  @Test
  void credentialIsOneHeader() {
    WireHeaders headers = WireHeaders.none().with("authorization", "theirs");

    assertThat(flat(Credential.bearer(Secret.of("k")).addTo(headers)))
        .containsExactly("Authorization: Bearer k");
    assertThat(Credential.none().addTo(headers)).isSameAs(headers);
  }

  @Test
  void namesOfAnswersHaveNoCase() {
    ResponseHeaders headers =
        ResponseHeaders.of(List.of("Set-Cookie", "a", "x-id", "1", "set-cookie", "b"));

    assertThat(headers.first("SET-COOKIE")).isEqualTo("a");
    assertThat(headers.all("set-cookie")).containsExactly("a", "b");
    assertThat(headers.first("x-other")).isNull();
    assertThat(headers.all("x-other")).isEmpty();
    assertThat(headers.names()).containsExactly("Set-Cookie", "x-id");
    assertThat(headers).hasToString("ResponseHeaders[Set-Cookie, x-id]");
    assertThatIllegalArgumentException().isThrownBy(() -> ResponseHeaders.of(List.of("x")));
  }

  private static List<String> flat(WireHeaders headers) {
    List<String> flat = new ArrayList<>();
    headers.forEach((name, value) -> flat.add(name + ": " + value));
    return flat;
  }
}
