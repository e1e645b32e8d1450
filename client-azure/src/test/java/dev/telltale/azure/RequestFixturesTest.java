package dev.telltale.azure;

import static dev.telltale.rig.fixtures.Fixture.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatRequest;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.WireRequest;
import dev.telltale.rig.fixtures.Fixture;
import dev.telltale.rig.fixtures.FixtureIndex;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The recorded requests, written by the adapter: URL, headers and body. */
@Timeout(10)
class RequestFixturesTest {
  private static final FixtureIndex FIXTURES = FixtureIndex.of("azure/");
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @Test
  void deploymentPathWithKey() {
    assertWritten(
        FIXTURES.named("azure/req-chat-legacy"),
        azure().apiVersion("2024-10-21").apiKey(KEY),
        greeting().maxTokens(32).temperature(0.2).build());
  }

  @Test
  void deploymentPathWithToken() {
    assertWritten(
        FIXTURES.named("azure/req-chat-legacy-entra"),
        azure().apiVersion("2025-04-01-preview").token(() -> "eyJ0eXAiOiJKV1Qi.fixture"),
        greeting().build());
  }

  @Test
  void v1PathWithKey() {
    assertWritten(
        FIXTURES.named("azure/req-chat-v1"), azure().apiKey(KEY), greeting().maxTokens(32).build());
  }

  @Test
  void dataOfOnesOwnGoesInExtraBody() {
    Map<String, Object> search =
        Map.of(
            "type",
            "azure_search",
            "parameters",
            Map.of(
                "endpoint", "https://contoso.search.windows.net",
                "index_name", "hr",
                "authentication", Map.of("type", "system_assigned_managed_identity")));

    assertWritten(
        FIXTURES.named("azure/req-on-your-data"),
        azure().apiVersion("2024-10-21").apiKey(KEY),
        ChatRequest.builder()
            .user("Holiday policy?")
            .extraBody("data_sources", List.of(search))
            .build());
  }

  @Test
  void noFixtureIsLeftOut() {
    assertThat(FIXTURES.ofKind("request")).hasSize(4);
  }

  private static AzureOpenAi.Builder azure() {
    return AzureOpenAi.builder()
        .endpoint("https://contoso.openai.azure.com")
        .deployment("chat-prod");
  }

  private static ChatRequest.Builder greeting() {
    return ChatRequest.builder().instructions("Be terse.").user("Say hi.");
  }

  private static void assertWritten(
      Fixture fixture, AzureOpenAi.Builder azure, ChatRequest request) {
    Map<String, Object> expected = object(FixtureIndex.json(fixture.bytes()));
    Map<String, Object> http = object(fixture.entry().get("http"));
    AnswerForm form = expected.containsKey("stream") ? AnswerForm.STREAM : AnswerForm.WHOLE;
    ChatProvider provider = azure.build();

    WireRequest written = provider.encode(request, "chat-prod", form);

    assertThat(written.endpoint().url()).isEqualTo(http.get("url"));
    assertThat(object(FixtureIndex.json(written.body().bytes()))).isEqualTo(expected);
    Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sent.put("content-type", "application/json");
    provider.credential().addTo(written.headers()).forEach(sent::put);
    if (http.containsKey("headers")) {
      assertThat(sent).containsExactlyInAnyOrderEntriesOf(headers(http));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> headers(Map<String, Object> http) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll((Map<String, String>) http.get("headers"));
    return headers;
  }
}
