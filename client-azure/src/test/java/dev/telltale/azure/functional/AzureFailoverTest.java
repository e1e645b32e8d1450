package dev.telltale.azure.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.telltale.CallReport;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ContentFilteredException;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.azure.AzureOpenAi;
import dev.telltale.provider.ChatProvider;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.fixtures.Fixture;
import dev.telltale.rig.fixtures.FixtureIndex;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several regions of one model: the next is asked when one is unavailable. */
@Timeout(10)
final class AzureFailoverTest {
  private static final FixtureIndex FIXTURES = FixtureIndex.of("azure/");

  @StartStop private final MockWebServer east = new MockWebServer();
  @StartStop private final MockWebServer west = new MockWebServer();

  @RegisterExtension private final ClientRig rig = new ClientRig();

  @Test
  void nextRegionIsAskedForItsOwnDeployment() throws InterruptedException {
    answer(east, "azure/err-503-no-capacity");
    answer(west, "azure/resp-basic-filters");
    ChatRequest request = ChatRequest.builder().model("east-chat").user(ClientRig.PROMPT).build();

    ChatResponse response = client().chat(request);

    assertThat(east.takeRequest().getTarget()).contains("/deployments/east-chat/");
    assertThat(west.takeRequest().getTarget()).contains("/deployments/west-chat/");
    assertThat(response.report().candidates()).hasSize(2);
    assertThat(response.report().attempts())
        .extracting(CallReport.Attempt::provider)
        .containsOnly("azure.ai.openai");
  }

  @Test
  void blockedPromptIsNotTakenElsewhere() {
    answer(east, "azure/err-400-content-filter");
    ChatClient client = client();

    LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

    assertThat(failure).isInstanceOf(ContentFilteredException.class);
    assertThat(west.getRequestCount()).isZero();
  }

  @Test
  void oneProviderAtLeastIsNeeded() {
    assertThatIllegalArgumentException().isThrownBy(() -> AzureOpenAi.failover(List.of()));
  }

  private ChatClient client() {
    List<ChatProvider> regions = List.of(region(east, "east-chat"), region(west, "west-chat"));
    return rig.client(AzureOpenAi.failover(regions).retry(RetryPolicy.none()));
  }

  private static ChatProvider region(MockWebServer server, String deployment) {
    return AzureOpenAi.builder()
        .endpoint(server.url("/").toString())
        .apiVersion("2024-10-21")
        .apiKey(ClientRig.KEY)
        .deployment(deployment)
        .build();
  }

  private static void answer(MockWebServer server, String fixture) {
    Fixture recorded = FIXTURES.named(fixture);
    server.enqueue(
        new MockResponse.Builder()
            .code(recorded.status())
            .addHeader("Content-Type", "application/json")
            .body(new Buffer().write(recorded.bytes()))
            .build());
  }
}
