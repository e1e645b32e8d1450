package dev.telltale.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CredentialTest {
  private static final Secret KEY = Secret.of("key-1");

  @Test
  void keyStandsInTheHeaderNamed() {
    assertThat(sent(Credential.header("api-key", KEY))).isEqualTo(Map.of("api-key", "key-1"));
    assertThat(sent(Credential.bearer(KEY))).isEqualTo(Map.of("Authorization", "Bearer key-1"));
    assertThat(sent(Credential.none())).isEmpty();
  }

  @Test
  void nameThatIsNoHeaderIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Credential.header("a key", KEY));
  }

  @Test
  void supplierIsAskedEachTime() {
    Iterator<String> tokens = List.of("one", "two").iterator();
    Credential credential = Credential.bearer(tokens::next);

    assertThat(sent(credential)).isEqualTo(Map.of("Authorization", "Bearer one"));
    assertThat(sent(credential)).isEqualTo(Map.of("Authorization", "Bearer two"));
  }

  @Test
  void tokenThatCannotBeSentIsNotShown() {
    Credential credential = Credential.bearer(() -> "canary\r\nX-Evil: 1");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sent(credential))
        .withMessageNotContaining("canary");
  }

  @Test
  void severalHeadersMayProveOneRequest() {
    Credential both =
        Credential.header("Ocp-Apim-Subscription-Key", Secret.of("sub-1"))
            .and(Credential.bearer(() -> "one"));

    assertThat(sent(both))
        .isEqualTo(Map.of("Ocp-Apim-Subscription-Key", "sub-1", "Authorization", "Bearer one"));
    assertThat(sent(Credential.none().and(both))).hasSize(2);
    assertThat(sent(Credential.header("x-third", KEY).and(both))).hasSize(3);
  }

  @Test
  void onlySuppliersBringAnotherToken() {
    assertThat(Credential.none().renewable()).isFalse();
    assertThat(Credential.bearer(KEY).renewable()).isFalse();
    assertThat(Credential.bearer(() -> "one").renewable()).isTrue();
    assertThat(Credential.bearer(() -> "one").and(Credential.header("x", KEY)).renewable())
        .isTrue();
  }

  @Test
  void sourceLearnsWhichTokenWasRefused() {
    Refusals source = new Refusals();
    Credential credential = Credential.header("x", KEY).and(Credential.bearer(source));

    credential.refused(credential.addTo(WireHeaders.none()));

    assertThat(source.refused).containsExactly("one");
  }

  @Test
  void showsNamesOnly() {
    assertThat(Credential.header("api-key", KEY).and(Credential.bearer(() -> "one")))
        .hasToString("Credential[Credential[api-key], Authorization]");
  }

  private static Map<String, String> sent(Credential credential) {
    Map<String, String> sent = new TreeMap<>();
    credential.addTo(WireHeaders.none()).forEach(sent::put);
    return sent;
  }

  private static final class Refusals implements TokenSource {
    final List<String> refused = new ArrayList<>();

    @Override
    public String get() {
      return "one";
    }

    @Override
    public void refused(String token) {
      refused.add(token);
    }
  }
}
