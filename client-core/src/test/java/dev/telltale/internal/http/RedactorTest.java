package dev.telltale.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.provider.Endpoint;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class RedactorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Incorrect API key provided: CANARYxyz1. Find yours at",
        "key sk-CANARYxyz1 is wrong",
        "key sk-proj-CANARY_xyz1 is wrong",
        "key CANA****xyz1 is wrong",
        "gsk_CANARYxyz1",
        "AIzaCANARYxyz1CANARYxyz1",
        "Authorization: Bearer CANARYxyz1",
        "header {\"api-key\": \"CANARYxyz1\"}",
        "bearer CANARYxyz1",
        "token eyJhbGciOiJIUzI1.eyJCANARYxyz1.CANARYxyz1",
        "CANARY0123456789abcdef0123456789xyz1",
      })
  void whatLooksLikeKeyIsMasked(String text) {
    assertThat(excerpt(text, WireHeaders.none())).contains("***").doesNotContain("xyz1");
  }

  @Test
  void whatWasSentIsMaskedInAnyShape() {
    WireHeaders sent =
        WireHeaders.none().with("Authorization", "Bearer plain words").with("X-Team", "red");

    String masked = excerpt("plain words of team red", sent);

    assertThat(masked).isEqualTo("*** of team red");
  }

  @Test
  void ordinaryWordsStay() {
    String text =
        "{\"error\":{\"message\":\"max_tokens: 4096 > 2048\",\"code\":\"invalid_value\"}}";

    assertThat(excerpt(text, WireHeaders.none())).isEqualTo(text);
  }

  @Test
  void longBodyIsCutAfterMasking() {
    String body = "é".repeat(8190) + " sk-CANARYxyz1 " + "é".repeat(60_000);

    String masked = excerpt(body, WireHeaders.none());

    assertThat(masked).hasSize(8192).doesNotContain("sk").endsWith("*");
  }

  @Test
  void cutSplitsNoCharacter() {
    String masked = excerpt("a" + "🚀".repeat(20_000), WireHeaders.none());

    assertThat(masked).hasSize(8191).endsWith("🚀");
  }

  @Test
  void noBodyIsNone() {
    assertThat(excerpt("", WireHeaders.none())).isNull();
  }

  @Test
  void causeWithoutSecretIsTheSame() {
    Throwable thrown = new IllegalStateException("AADSTS700016", new IllegalStateException());

    assertThat(Redactor.cause(thrown)).isSameAs(thrown);
  }

  @Test
  void suppressedExceptionsAreNotPassedOn() {
    Throwable thrown = new IllegalStateException("AADSTS700016");
    thrown.addSuppressed(new IllegalStateException("bearer CANARYxyz1"));

    assertThat(Redactor.cause(thrown)).hasNoSuppressedExceptions().hasMessageContaining("AADSTS");
  }

  @Test
  void causesInLoopAreCut() {
    Throwable first = new IllegalStateException("bearer CANARYxyz1");
    first.initCause(new IllegalStateException("bearer CANARYxyz1", first));

    assertThat(Redactor.cause(first)).hasStackTraceContaining("bearer ***");
    assertThat(Redactor.cause(first).toString()).doesNotContain("xyz1");
  }

  private static String excerpt(String body, WireHeaders sent) {
    Endpoint endpoint = Endpoint.parse("https://llm.example/v1", Endpoint.Insecure.REFUSED);
    WireRequest request = WireRequest.of(endpoint, WireHeaders.none(), WireBody.empty());
    return Redactor.excerpt(
        WireBody.of(ByteString.encodeUtf8(body)), SentHeaders.of(sent, sent, request));
  }
}
