package dev.telltale.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ResponseHeaders;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each header by its accessor, and nothing where there is none. */
@Timeout(10)
class AzureHeadersTest {
  @Test
  void headersAreReadByTheirMeaning() {
    AzureHeaders said =
        AzureHeaders.from(
            ResponseHeaders.of(
                List.of(
                    "apim-request-id", "gateway-1",
                    "x-request-id", "backend-1",
                    "x-ms-client-request-id", "own-1",
                    "x-ms-region", "Sweden Central",
                    "x-ms-deployment-name", "chat-prod",
                    "Azure-OpenAI-Deployment-Utilization", "47.3%",
                    "azureml-model-session", "v20241010-1",
                    "policy-id", "DeploymentRatelimit-Token")));

    assertThat(said.gatewayRequestId()).isEqualTo("gateway-1");
    assertThat(said.backendRequestId()).isEqualTo("backend-1");
    assertThat(said.clientRequestId()).isEqualTo("own-1");
    assertThat(said.region()).isEqualTo("Sweden Central");
    assertThat(said.deployment()).isEqualTo("chat-prod");
    assertThat(said.utilization()).isEqualTo("47.3%");
    assertThat(said.modelSession()).isEqualTo("v20241010-1");
    assertThat(said.policyId()).isEqualTo("DeploymentRatelimit-Token");
    assertThat(said).hasToString("AzureHeaders[Sweden Central, chat-prod]");
  }

  @Test
  void headersThatWereNotSentAreNull() {
    AzureHeaders silent = AzureHeaders.from(ResponseHeaders.none());

    assertThat(silent.gatewayRequestId()).isNull();
    assertThat(silent.backendRequestId()).isNull();
    assertThat(silent.utilization()).isNull();
    assertThat(silent.policyId()).isNull();
  }
}
