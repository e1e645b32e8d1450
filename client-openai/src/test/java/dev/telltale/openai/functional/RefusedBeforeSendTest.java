package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.openai.OpenAi;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mistakes of the caller are refused where they are made, without showing what was given. */
@Timeout(10)
class RefusedBeforeSendTest {
  private static final String VALUE = ClientRig.KEY;

  @RegisterExtension final ClientRig rig = new ClientRig();

  @Test
  void headerInjectionIsRefusedWithoutTheValue() {
    Random random = new Random(56);
    for (int i = 0; i < 500; i++) {
      String value = withBadCharacter(random);

      assertRefused(() -> OpenAi.builder().apiKey(value));
      assertRefused(() -> OpenAi.builder().organization(value));
      assertRefused(() -> OpenAi.builder().project(value));
      assertRefused(() -> OpenAi.builder().header("x-gateway", value));
      assertRefused(() -> CallOptions.builder().header("x-call", value));
      assertRefused(() -> CallOptions.builder().header(value, "name"));
    }
  }

  @Test
  void keyMayEndInALineBreak() {
    OpenAi.Builder provider = OpenAi.builder().apiKey(VALUE + "\r\n").model("m");

    assertThat(provider.build().credential().toString()).doesNotContain(VALUE);
  }

  @Test
  void uselessSettingsAreRefused() {
    for (String blank : new String[] {"", " ", "\t"}) {
      assertRefused(() -> OpenAi.builder().apiKey(blank));
      assertRefused(() -> OpenAi.builder().model(blank));
      assertRefused(() -> OpenAi.builder().organization(blank));
      assertRefused(() -> ChatRequest.builder().model(blank));
    }
    assertThat(catchThrowable(() -> OpenAi.builder().apiKey(null)))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void impossibleRequestsAreRefusedUnsent() {
    try (FaultServer server = FaultServer.start(connection -> connection.send("never"))) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      List<ThrowingCallable> mistakes =
          List.of(
              () -> client.chat(ChatRequest.builder().user("x").temperature(-0.1).build()),
              () -> client.chat(ChatRequest.builder().user("x").temperature(Double.NaN).build()),
              () -> client.chat(ChatRequest.builder().user("x").topP(1.1).build()),
              () -> client.chat(ChatRequest.builder().user("x").maxTokens(0).build()),
              () -> client.chat(ChatRequest.builder().user("x").choiceCount(0).build()),
              () -> client.chat(ChatRequest.builder().build()),
              () -> client.stream(ChatRequest.builder().instructions("only").build()));

      for (ThrowingCallable mistake : mistakes) {
        assertThat(catchThrowable(mistake))
            .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
      }

      assertThat(server.connectionCount()).isZero();
      assertThat(rig.spans()).isEmpty();
    }
  }

  private static void assertRefused(ThrowingCallable mistake) {
    Throwable refusal = catchThrowable(mistake);
    assertThat(refusal).isInstanceOf(IllegalArgumentException.class);
    assertThat(refusal.getMessage()).isNotBlank().doesNotContain(VALUE.substring(0, 9));
    assertThat(refusal.getCause()).isNull();
  }

  /** A key with one character in it that must not reach a header. */
  private static String withBadCharacter(Random random) {
    int[] bad = {'\r', '\n', 0, 1, 0x1f, 0x7f, 0x80, 0xe9, 0x2028, 0xd83d, random.nextInt(32)};
    int chosen = bad[random.nextInt(bad.length)];
    char c = (char) (chosen == '\t' ? '\n' : chosen);
    int at = 1 + random.nextInt(VALUE.length() - 1);
    return VALUE.substring(0, at) + c + VALUE.substring(at);
  }
}
