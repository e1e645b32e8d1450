package dev.telltale.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.TelemetryKey;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class OpenAiTest {
  private static final ChatRequest REQUEST = ChatRequest.builder().user("a").maxTokens(5).build();

  @Test
  void keyAloneIsEnough() {
    ChatProvider provider = OpenAi.builder().apiKey("sk-canary").build();

    assertThat(provider.info().name()).isEqualTo("openai");
    assertThat(provider.info().defaultModel()).isNull();
    assertThat(encoded(provider).endpoint().url())
        .isEqualTo("https://api.openai.com/v1/chat/completions");
    assertThat(encoded(provider).headers().isEmpty()).isTrue();
    assertThat(sent(provider)).isEqualTo(Map.of("Authorization", "Bearer sk-canary"));
  }

  @Test
  void openAiNeedsKey() {
    assertThatIllegalStateException()
        .isThrownBy(() -> OpenAi.builder().build())
        .withMessageContaining("set OPENAI_API_KEY or call apiKey(..)");
    assertThatIllegalStateException()
        .isThrownBy(() -> OpenAi.builder().baseUrl("https://eu.api.openai.com/v1").build());
  }

  @Test
  void otherServersDoWithoutKey() {
    ChatProvider provider = OpenAi.builder().baseUrl("http://localhost:11434/v1/").build();

    assertThat(sent(provider)).isEmpty();
    assertThat(encoded(provider).endpoint().url())
        .isEqualTo("http://localhost:11434/v1/chat/completions");
  }

  @Test
  void organizationAndProjectBecomeHeaders() {
    ChatProvider provider =
        OpenAi.builder()
            .apiKey("k")
            .organization("org-1")
            .project("proj-1")
            .header("X-Gateway", "g")
            .build();

    assertThat(sent(provider))
        .isEqualTo(
            Map.of(
                "OpenAI-Organization", "org-1",
                "OpenAI-Project", "proj-1",
                "X-Gateway", "g",
                "Authorization", "Bearer k"));
  }

  @Test
  void tokenIsAskedForEachTime() {
    Iterator<String> tokens = List.of("one", "two").iterator();

    ChatProvider provider = OpenAi.builder().apiKey("k").token(tokens::next).build();

    assertThat(sent(provider)).isEqualTo(Map.of("Authorization", "Bearer one"));
    assertThat(sent(provider)).isEqualTo(Map.of("Authorization", "Bearer two"));
  }

  @Test
  void environmentFillsWhatItSets() {
    Map<String, String> environment =
        Map.of(
            "OPENAI_API_KEY", " sk-env\n",
            "OPENAI_BASE_URL", "https://gateway.example/v1",
            "OPENAI_ORG_ID", "org-env",
            "OPENAI_PROJECT_ID", "proj-env");

    ChatProvider provider = OpenAi.builder(environment::get).fromEnv().build();

    assertThat(provider.info().endpoint()).hasToString("https://gateway.example/v1");
    assertThat(sent(provider))
        .isEqualTo(
            Map.of(
                "OpenAI-Organization", "org-env",
                "OpenAI-Project", "proj-env",
                "Authorization", "Bearer sk-env"));
  }

  @Test
  void blankVariablesChangeNothing() {
    Map<String, String> environment =
        Map.of("OPENAI_API_KEY", " ", "OPENAI_BASE_URL", "", "OPENAI_ORG_ID", "");

    ChatProvider provider =
        OpenAi.builder(environment::get).apiKey("mine").fromEnv().model("m").build();

    assertThat(provider.info().endpoint()).hasToString("https://api.openai.com/v1");
    assertThat(provider.info().defaultModel()).isEqualTo("m");
    assertThat(sent(provider)).isEqualTo(Map.of("Authorization", "Bearer mine"));
  }

  @Test
  void callsAfterTheEnvironmentWin() {
    Map<String, String> environment = Map.of("OPENAI_API_KEY", "env", "OPENAI_ORG_ID", "env");

    ChatProvider provider =
        OpenAi.builder(environment::get).fromEnv().apiKey("mine").organization("mine").build();

    assertThat(sent(provider))
        .isEqualTo(Map.of("OpenAI-Organization", "mine", "Authorization", "Bearer mine"));
  }

  @Test
  void environmentIsReadOnRequestOnly() {
    assertThatIllegalStateException()
        .isThrownBy(() -> OpenAi.builder(Map.of("OPENAI_API_KEY", "env")::get).build());
  }

  @Test
  void badVariableIsNamedWithoutItsValue() {
    Map<String, String> environment = Map.of("OPENAI_API_KEY", "sk-canary\nX: 1");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAi.builder(environment::get).fromEnv())
        .withMessageStartingWith("OPENAI_API_KEY: ")
        .withMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:8000",
        "ftp://example.com",
        "https://user:canary@example.com/v1",
        "https://example.com/v1?key=canary",
        "https://example.com/v1#canary"
      })
  void unusableBaseUrlIsRefusedAtOnce(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAi.builder().baseUrl(baseUrl))
        .withMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/chat/completions/"})
  void urlOfTheOperationIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAi.builder().baseUrl("https://example.com" + path))
        .withMessageContaining("give the part before /chat/completions");
  }

  @Test
  void plainHttpIsForLoopback() {
    OpenAi.Builder remote = OpenAi.builder().baseUrl("http://example.com/v1");

    assertThatIllegalArgumentException()
        .isThrownBy(remote::build)
        .withMessageContaining("allowInsecure()");
    assertThat(remote.allowInsecure().build().info().endpoint().host()).isEqualTo("example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "canary\r\nX: 1", "canary\u0000", "canary ü"})
  void headerValuesAreChecked(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAi.builder().apiKey(value))
        .withMessageNotContaining("canary");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAi.builder().organization(value))
        .withMessageNotContaining("canary");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAi.builder().project(value))
        .withMessageNotContaining("canary");
  }

  @Test
  void blankModelAndNullsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> OpenAi.builder().model(" "));
    assertThatNullPointerException().isThrownBy(() -> OpenAi.builder().apiKey(null));
    assertThatNullPointerException().isThrownBy(() -> OpenAi.builder().baseUrl(null));
    assertThatNullPointerException().isThrownBy(() -> OpenAi.builder().organization(null));
  }

  @Test
  void keyShowsNowhere() {
    ChatProvider provider = OpenAi.builder().apiKey("canary").header("X-Gateway", "canary").build();

    assertThat(provider.toString() + provider.credential() + encoded(provider))
        .doesNotContain("canary");
  }

  @Test
  void answerIsDescribedInOwnAttributes() {
    ChatProvider provider = OpenAi.builder().apiKey("k").build();
    ChatResponse response =
        ChatResponse.builder()
            .serviceTier("flex")
            .extension(
                OpenAiResponseData.class,
                OpenAiResponseData.builder().systemFingerprint("fp").build())
            .build();
    Map<TelemetryKey, String> described = new HashMap<>();

    provider.describe(REQUEST, described::put);
    provider.describe(response, described::put);

    assertThat(described)
        .isEqualTo(
            Map.of(
                OpenAiTelemetry.API_TYPE, "chat_completions",
                OpenAiTelemetry.RESPONSE_SERVICE_TIER, "flex",
                OpenAiTelemetry.RESPONSE_SYSTEM_FINGERPRINT, "fp"));
  }

  @Test
  void otherProvidersHaveNoneOfThem() {
    ChatProvider provider =
        OpenAi.builder().apiKey("k").baseUrl("https://api.groq.com/openai/v1").build();
    Map<TelemetryKey, String> described = new HashMap<>();

    provider.describe(REQUEST, described::put);
    provider.describe(ChatResponse.builder().serviceTier("flex").build(), described::put);

    assertThat(described).isEmpty();
  }

  @Test
  void absentAnswerDataIsNotDescribed() {
    Map<TelemetryKey, String> described = new HashMap<>();

    OpenAi.builder().apiKey("k").build().describe(ChatResponse.builder().build(), described::put);

    assertThat(described).isEmpty();
  }

  private static WireRequest encoded(ChatProvider provider) {
    return provider.encode(REQUEST, "m", AnswerForm.WHOLE);
  }

  private static Map<String, String> sent(ChatProvider provider) {
    WireHeaders headers = provider.credential().addTo(encoded(provider).headers());
    Map<String, String> sent = new HashMap<>();
    headers.forEach(sent::put);
    return sent;
  }
}
