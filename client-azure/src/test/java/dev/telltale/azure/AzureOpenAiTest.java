package dev.telltale.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ChatRequest;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.WireRequest;
import dev.telltale.rig.fixtures.FixtureIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class AzureOpenAiTest {
  private static final String PUBLIC = "https://contoso.openai.azure.com";
  private static final String VERSIONED = "/chat/completions?api-version=2024-10-21";
  private static final ChatRequest PLAIN = ChatRequest.builder().user("Porto?").build();

  @ParameterizedTest
  @MethodSource
  void urlIsMadeOfEndpointPathModeAndVersion(
      String endpoint, @Nullable PathMode mode, @Nullable String version, String url) {
    AzureOpenAi.Builder builder = AzureOpenAi.builder().endpoint(endpoint).apiKey("k");
    if (mode != null) {
      builder.pathMode(mode);
    }
    if (version != null) {
      builder.apiVersion(version);
    }

    ChatProvider provider = builder.deployment("chat-prod").build();

    WireRequest request = provider.encode(PLAIN, "chat-prod", AnswerForm.WHOLE);
    assertThat(request.endpoint().url()).isEqualTo(url);
    assertThat(sent(provider)).isEqualTo(Map.of("api-key", "k"));
    assertThat(body(request).containsKey("model")).isEqualTo(!url.contains("/deployments/"));
  }

  static Stream<Arguments> urlIsMadeOfEndpointPathModeAndVersion() {
    String v1 = PUBLIC + "/openai/v1/chat/completions";
    String deployed = PUBLIC + "/openai/deployments/chat-prod" + VERSIONED;
    String dated = "2024-10-21";
    PathMode path = PathMode.DEPLOYMENT;
    return Stream.of(
        row(PUBLIC, null, null, v1),
        row(PUBLIC + "/", null, null, v1),
        row(PUBLIC + "/openai", null, null, v1),
        row(PUBLIC + "/openai/", null, null, v1),
        row(PUBLIC + "/openai/v1", null, null, v1),
        row(PUBLIC + "/OpenAI/V1", null, null, PUBLIC + "/OpenAI/V1/chat/completions"),
        row(PUBLIC + "/openai/v1/", PathMode.V1, null, v1),
        row(PUBLIC, PathMode.V1, "preview", v1 + "?api-version=preview"),
        row(PUBLIC, null, "v1", v1 + "?api-version=v1"),
        row(PUBLIC, null, dated, deployed),
        row(PUBLIC + "/openai/", path, dated, deployed),
        row(PUBLIC, path, "2025-04-01-preview", deployed.replace(dated, "2025-04-01-preview")),
        row(
            "https://contoso.services.ai.azure.com",
            null,
            null,
            "https://contoso.services.ai.azure.com/openai/v1/chat/completions"),
        row(
            "https://contoso.openai.azure.us",
            path,
            dated,
            "https://contoso.openai.azure.us/openai/deployments/chat-prod" + VERSIONED),
        row(
            "https://contoso.openai.azure.cn",
            null,
            null,
            "https://contoso.openai.azure.cn/openai/v1/chat/completions"),
        row(
            "https://llm.corp.example:8443",
            path,
            dated,
            "https://llm.corp.example:8443/openai/deployments/chat-prod" + VERSIONED),
        row(
            "https://contoso.azure-api.net/team/llm",
            path,
            dated,
            "https://contoso.azure-api.net/team/llm/openai/deployments/chat-prod" + VERSIONED),
        row(
            "https://contoso.azure-api.net/llm/openai/v1",
            null,
            null,
            "https://contoso.azure-api.net/llm/openai/v1/chat/completions"));
  }

  private static Arguments row(
      String endpoint, @Nullable PathMode mode, @Nullable String version, String url) {
    String name = endpoint + " " + mode + " " + version;
    return argumentSet(name, endpoint, mode, version, url);
  }

  @Test
  void baseUrlIsTakenAsItIs() {
    AzureOpenAi.Builder gateway = AzureOpenAi.builder().baseUrl("https://gw.example/llm");

    assertThat(url(gateway.build(), "chat")).isEqualTo("https://gw.example/llm/chat/completions");
    assertThat(url(gateway.apiVersion("2024-10-21").build(), "chat"))
        .isEqualTo("https://gw.example/llm/deployments/chat" + VERSIONED);
  }

  @ParameterizedTest
  @CsvSource({
    "'a/b', a%2Fb",
    "'a?b#c', a%3Fb%23c",
    "'%2f', %252f",
    "'a b', a%20b",
    "'../x', ..%2Fx",
    "'ä', %C3%A4"
  })
  void deploymentStaysOneSegment(String deployment, String encoded) {
    ChatProvider provider = azure().apiVersion("2024-10-21").build();

    assertThat(url(provider, deployment))
        .isEqualTo(PUBLIC + "/openai/deployments/" + encoded + VERSIONED);
  }

  @Test
  void noDeploymentChangesTheRestOfTheUrl() {
    ChatProvider provider = azure().apiVersion("2024-10-21").build();
    Random random = new Random(57);

    for (int i = 0; i < 2000; i++) {
      String url =
          url(
              provider,
              "d"
                  + random
                      .ints(12, 1, 256)
                      .collect(
                          StringBuilder::new,
                          StringBuilder::appendCodePoint,
                          StringBuilder::append));

      assertThat(url).startsWith(PUBLIC + "/openai/deployments/d").endsWith(VERSIONED);
      assertThat(url.substring(PUBLIC.length()).chars().filter(c -> c == '/')).hasSize(5);
      assertThat(url.chars().filter(c -> c == '?' || c == '#')).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", ".."})
  void uselessDeploymentIsRefused(String deployment) {
    assertThatIllegalArgumentException().isThrownBy(() -> azure().deployment(deployment));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> url(azure().apiVersion("2024-10-21").build(), deployment));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2024", "2024-10-21-beta", "2024-10-21&x=1", "v 1", "V1"})
  void uselessVersionIsRefused(String version) {
    assertThatIllegalArgumentException().isThrownBy(() -> azure().apiVersion(version));
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    List<AzureOpenAi.Builder> contradictions =
        List.of(
            azure().pathMode(PathMode.DEPLOYMENT),
            azure().pathMode(PathMode.DEPLOYMENT).apiVersion("preview"),
            azure().pathMode(PathMode.V1).apiVersion("2024-10-21"),
            azure().endpoint(PUBLIC + "/openai/v1").apiVersion("2024-10-21"),
            AzureOpenAi.builder().apiKey("k"));

    assertThat(contradictions)
        .allSatisfy(builder -> assertThatIllegalStateException().isThrownBy(builder::build));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/deployments/chat-prod/chat/completions",
        "/openai/deployments/chat-prod",
        "/llm/openai/deployments/",
        "/OpenAI/deployments/chat-prod",
        "/openai/v1/chat/completions",
        "/openai/v1/chat/completions/"
      })
  void urlOfOneOperationIsNoEndpoint(String path) {
    Map<String, String> environment = Map.of("AZURE_OPENAI_ENDPOINT", PUBLIC + path);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AzureOpenAi.builder(environment::get).fromEnv())
        .withMessageStartingWith("AZURE_OPENAI_ENDPOINT: ")
        .withMessageContaining("https://contoso.openai.azure.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {PUBLIC, "https://contoso.azure-api.us", "https://contoso.azure-api.cn"})
  void azureIsNotAskedWithoutCredential(String endpoint) {
    assertThatIllegalStateException()
        .isThrownBy(() -> AzureOpenAi.builder().endpoint(endpoint).build())
        .withMessageContaining("AZURE_OPENAI_API_KEY");
    assertThatCode(() -> AzureOpenAi.builder().endpoint("https://gw.example").build())
        .doesNotThrowAnyException();
  }

  @Test
  void laterCredentialReplacesEarlier() {
    assertThat(sent(azure().token(() -> "t").build()))
        .isEqualTo(Map.of("Authorization", "Bearer t"));
    assertThat(sent(azure().token(() -> "t").apiKey("k2").build()))
        .isEqualTo(Map.of("api-key", "k2"));
  }

  @Test
  void subscriptionKeyGoesBesideTokens() {
    ChatProvider provider =
        azure().token(() -> "t").subscriptionKey("sub").header("aoai-evals", "preview").build();

    assertThat(sent(provider))
        .isEqualTo(
            Map.of(
                "Ocp-Apim-Subscription-Key", "sub",
                "Authorization", "Bearer t",
                "aoai-evals", "preview"));
  }

  @Test
  void clientRequestIdIsSentOncePerCall() {
    List<String> ids = new ArrayList<>(List.of("id-1", "id-2"));
    ChatProvider provider = azure().clientRequestId(() -> ids.remove(0)).build();

    assertThat(sent(provider)).containsEntry("x-ms-client-request-id", "id-1");
    assertThat(sent(provider)).containsEntry("x-ms-client-request-id", "id-2");
    assertThat(sent(azure().build())).doesNotContainKey("x-ms-client-request-id");
  }

  @ParameterizedTest
  @CsvSource({
    "https://contoso.openai.azure.com, , https://ai.azure.com/.default",
    "https://contoso.openai.azure.com, 2024-10-21, https://cognitiveservices.azure.com/.default",
    "https://contoso.openai.azure.us, , https://cognitiveservices.azure.us/.default",
    "https://contoso.openai.azure.cn, 2024-10-21, https://cognitiveservices.azure.cn/.default",
    "https://contoso.azure-api.net, 2024-10-21, https://cognitiveservices.azure.com/.default",
    "https://contoso.azure-api.us, , https://cognitiveservices.azure.us/.default",
    "https://contoso.azure-api.cn, 2024-10-21, https://cognitiveservices.azure.cn/.default",
    "https://llm.corp.example, , https://ai.azure.com/.default"
  })
  void tokensAreAskedForTheScopeOfTheEndpoint(
      String endpoint, @Nullable String version, String scope) {
    AzureOpenAi.Builder builder =
        AzureOpenAi.builder().endpoint(endpoint).tokenForScope(asked -> asked);
    if (version != null) {
      builder.apiVersion(version);
    }

    assertThat(sent(builder.build())).containsEntry("Authorization", "Bearer " + scope);
    assertThat(sent(builder.tokenScope("api://own/.default").build()))
        .containsEntry("Authorization", "Bearer api://own/.default");
  }

  @ParameterizedTest
  @CsvSource({
    ", max_completion_tokens, developer, true",
    "preview, max_completion_tokens, developer, true",
    "2025-04-01-preview, max_completion_tokens, developer, true",
    "2024-12-01-preview, max_completion_tokens, developer, true",
    "2024-10-21, max_completion_tokens, system, true",
    "2024-09-01-preview, max_completion_tokens, system, true",
    "2024-08-01-preview, max_tokens, system, false",
    "2024-06-01, max_tokens, system, false",
    "2023-05-15, max_tokens, system, false"
  })
  void requestHasWhatItsVersionKnows(
      @Nullable String version, String limit, String role, boolean streamOptions) {
    AzureOpenAi.Builder builder = azure();
    if (version != null) {
      builder.apiVersion(version);
    }
    ChatRequest request =
        ChatRequest.builder()
            .message(Message.of(Role.DEVELOPER, "Be brief."))
            .user("Porto?")
            .maxTokens(7)
            .build();

    Map<String, Object> body =
        body(builder.build().encode(request, "chat-prod", AnswerForm.STREAM));

    assertThat(body).containsEntry(limit, 7.0);
    assertThat(body.containsKey("stream_options")).isEqualTo(streamOptions);
    assertThat(((Map<?, ?>) ((List<?>) body.get("messages")).get(0)).get("role")).isEqualTo(role);
  }

  @Test
  void environmentFillsWhatItSets() {
    Map<String, String> environment =
        Map.of(
            "AZURE_OPENAI_ENDPOINT", PUBLIC + " ",
            "AZURE_OPENAI_API_KEY", "key-env",
            "AZURE_OPENAI_DEPLOYMENT", "chat-env",
            "OPENAI_API_VERSION", "2024-10-21");

    ChatProvider provider = AzureOpenAi.builder(environment::get).fromEnv().build();

    assertThat(provider.info().defaultModel()).isEqualTo("chat-env");
    assertThat(provider.info().name()).isEqualTo("azure.ai.openai");
    assertThat(url(provider, "chat-env"))
        .isEqualTo(PUBLIC + "/openai/deployments/chat-env" + VERSIONED);
    assertThat(sent(provider)).isEqualTo(Map.of("api-key", "key-env"));
  }

  @Test
  void badVariableIsNamedWithoutItsValue() {
    Map<String, String> environment = Map.of("AZURE_OPENAI_API_KEY", "canary\nX: 1");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AzureOpenAi.builder(environment::get).fromEnv())
        .withMessageStartingWith("AZURE_OPENAI_API_KEY: ")
        .withMessageNotContaining("canary");
  }

  @Test
  void environmentIsReadOnRequestOnly() {
    Map<String, String> environment = new HashMap<>(Map.of("AZURE_OPENAI_ENDPOINT", PUBLIC));

    assertThatIllegalStateException()
        .isThrownBy(() -> AzureOpenAi.builder(environment::get).apiKey("k").build());
  }

  @Test
  void modelBehindDeploymentIsKnownIfDeclared() {
    ChatProvider provider = azure().deploymentModel("my-gpt", "gpt-4o-mini").build();

    assertThat(provider.modelBehind("my-gpt")).isEqualTo("gpt-4o-mini");
    assertThat(provider.modelBehind("other")).isNull();
  }

  @Test
  void showsEndpointOnly() {
    assertThat(azure().apiKey("canary").build())
        .hasToString("AzureOpenAi[" + PUBLIC + "/openai/v1]");
  }

  private static AzureOpenAi.Builder azure() {
    return AzureOpenAi.builder().endpoint(PUBLIC).apiKey("k");
  }

  private static String url(ChatProvider provider, String deployment) {
    return provider.encode(PLAIN, deployment, AnswerForm.WHOLE).endpoint().url();
  }

  private static Map<String, String> sent(ChatProvider provider) {
    Map<String, String> sent = new TreeMap<>();
    WireRequest request = provider.encode(PLAIN, "chat-prod", AnswerForm.WHOLE);
    provider.credential().addTo(request.headers()).forEach(sent::put);
    return sent;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> body(WireRequest request) {
    return (Map<String, Object>) FixtureIndex.json(request.body().bytes());
  }
}
