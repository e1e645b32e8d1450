package dev.telltale.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.telltale.provider.Endpoint.Insecure;
import java.util.List;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class EndpointTest {
  private static final Endpoint BASE =
      Endpoint.parse("https://host.example/openai", Insecure.REFUSED);

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, gpt-4o",
    "a/b, a%2Fb",
    "..., ...",
    ".%2e, .%252e",
    "a?b=c, a%3Fb%3Dc",
    "a#b, a%23b",
    "%2f, %252f",
    "%2e%2e, %252e%252e",
    "a\\b, a%5Cb",
    "a;b, a%3Bb",
    "a b, a%20b",
    "ü, %C3%BC",
  })
  void segmentStaysOneSegment(String segment, String encoded) {
    Endpoint endpoint = BASE.path(List.of("deployments", segment, "chat"));

    assertThat(endpoint.url())
        .isEqualTo("https://host.example/openai/deployments/" + encoded + "/chat");
  }

  @Test
  void noSegmentChangesTheRest() {
    Random random = new Random(57);
    String alphabet = "a./\\?#%2eEfF:@;&=+ \t\n\r\u0000ü€";
    for (int round = 0; round < 5000; round++) {
      String segment = random(random, alphabet);

      HttpUrl url = HttpUrl.get(BASE.path(List.of("x", segment, "y")).url());

      assertThat(url.host()).isEqualTo("host.example");
      assertThat(url.query()).isNull();
      assertThat(url.fragment()).isNull();
      assertThat(url.pathSegments()).containsExactly("openai", "x", segment, "y");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", ".", ".."})
  void segmentWithoutEncodedFormIsRefused(String segment) {
    assertThatIllegalArgumentException().isThrownBy(() -> BASE.path(List.of(segment)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://h.example/v1", "https://h.example/v1/", " https://h.example/v1 "})
  void closingSlashMakesNoDifference(String baseUrl) {
    Endpoint endpoint = Endpoint.parse(baseUrl, Insecure.REFUSED);

    assertThat(endpoint.path(List.of("chat")).url()).isEqualTo("https://h.example/v1/chat");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:1/v1",
        "http://127.0.0.1/v1",
        "http://127.9.9.9",
        "http://[::1]",
        "http://[::ffff:127.0.0.1]"
      })
  void plainHttpReachesLoopback(String baseUrl) {
    assertThat(Endpoint.parse(baseUrl, Insecure.REFUSED).url()).startsWith("http:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "http://10.0.0.1",
        "http://127.0.0.1.example.com",
        "http://127.example.com",
        "http://127.0.0.1%2eexample.com",
        "http://127.1",
        "http://127.0.0.1.5",
        "http://2130706433",
        "http://[::2]",
        "http://localhost.",
        "http://localhost.example.com",
        "http://0.0.0.0"
      })
  void plainHttpReachesNobodyElse(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Endpoint.parse(baseUrl, Insecure.REFUSED))
        .withMessageContaining("https");
    assertThat(Endpoint.parse(baseUrl, Insecure.ALLOWED).url()).startsWith("http:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a@127.0.0.1",
        "https://s3cret:s3cret@api.openai.com/v1",
        "http://127.0.0.1@s3cret.com",
        "https://api.openai.com/v1?api-key=s3cret",
        "https://api.openai.com/v1#s3cret",
        "ftp://s3cret.com",
        "s3cret"
      })
  void uselessUrlIsRefusedUnshown(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Endpoint.parse(baseUrl, Insecure.ALLOWED))
        .withMessageNotContaining("s3cret");
  }

  @Test
  void endpointsOfOneUrlAreEqual() {
    Endpoint other = Endpoint.parse("https://HOST.example/openai/", Insecure.REFUSED);

    assertThat(other.path(List.of("chat"))).isEqualTo(BASE.path(List.of("chat")));
    assertThat(other.path(List.of("chat"))).hasSameHashCodeAs(BASE.path(List.of("chat")));
    assertThat(other).isNotEqualTo(BASE.path(List.of("chat")));
  }

  @Test
  void queryIsSentButNotShown() {
    Endpoint endpoint = BASE.query("api-version", "a&b=c#d");

    assertThat(HttpUrl.get(endpoint.url()).queryParameter("api-version")).isEqualTo("a&b=c#d");
    assertThat(endpoint).hasToString("https://host.example/openai");
  }

  private static String random(Random random, String alphabet) {
    StringBuilder segment = new StringBuilder("s");
    for (int i = random.nextInt(10); i > 0; i--) {
      segment.insert(random.nextInt(2), alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return segment.toString();
  }
}
