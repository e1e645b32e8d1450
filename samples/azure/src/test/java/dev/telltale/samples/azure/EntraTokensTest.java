package dev.telltale.samples.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.DefaultAzureCredentialBuilder;
import dev.telltale.azure.AzureOpenAi;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** The sample compiles, its libraries resolve, and it asks for the scope of the endpoint. */
@Timeout(10)
class EntraTokensTest {
  @StartStop private final MockWebServer server = new MockWebServer();

  private final List<String> scopes = new ArrayList<>();

  @Test
  void tokenOfTheV1ScopeIsSent() throws InterruptedException {
    enqueue();

    String text = EntraTokens.ask(azure(), credential());

    assertThat(text).isEqualTo("Minho, Douro, Tejo");
    assertThat(scopes).containsExactly("https://ai.azure.com/.default");
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer entra-1");
  }

  @Test
  void tokenOfTheDeploymentPathsScopeIsSent() {
    enqueue();

    EntraTokens.ask(azure().apiVersion("2024-10-21"), credential());

    assertThat(scopes).containsExactly("https://cognitiveservices.azure.com/.default");
  }

  @Test
  void scopeOfOnesOwnWins() {
    enqueue();

    EntraTokens.ask(azure().tokenScope("api://gateway/.default"), credential());

    assertThat(scopes).containsExactly("api://gateway/.default");
  }

  @Test
  void credentialOfTheLibraryIsMadeWithoutNetty() {
    TokenCredential credential = new DefaultAzureCredentialBuilder().build();

    assertThat(credential).isNotNull();
    assertThat(System.getProperty("java.class.path")).doesNotContain("netty");
  }

  private AzureOpenAi.Builder azure() {
    return AzureOpenAi.builder().endpoint(server.url("/").toString()).deployment("chat-prod");
  }

  private TokenCredential credential() {
    return (TokenRequestContext request) -> {
      scopes.addAll(request.getScopes());
      return Mono.just(new AccessToken("entra-" + scopes.size(), OffsetDateTime.MAX));
    };
  }

  private void enqueue() {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body(
                "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"Minho, Douro, Tejo\"}}]}")
            .build());
  }
}
