package dev.telltale.samples.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.DefaultAzureCredentialBuilder;
import dev.telltale.ChatClient;
import dev.telltale.azure.AzureOpenAi;

/**
 * Asks a deployment on Azure with a token of azure-identity: a managed identity in the cloud, the
 * login of the Azure CLI on one's own machine. Needs {@code AZURE_OPENAI_ENDPOINT} and {@code
 * AZURE_OPENAI_DEPLOYMENT}, and the role Cognitive Services OpenAI User.
 */
public final class EntraTokens {
  private EntraTokens() {}

  /** Prints the answer to one question. */
  public static void main(String[] args) {
    if (System.getenv("AZURE_OPENAI_ENDPOINT") == null) {
      System.out.println("Set AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_DEPLOYMENT to ask a model.");
      return;
    }
    AzureOpenAi.Builder azure = AzureOpenAi.builder().fromEnv();
    System.out.println(ask(azure, new DefaultAzureCredentialBuilder().build()));
  }

  /** The credential keeps its token until shortly before it expires. */
  static String ask(AzureOpenAi.Builder azure, TokenCredential credential) {
    azure.tokenForScope(scope -> credential.getTokenSync(scoped(scope)).getToken());
    try (ChatClient client = ChatClient.builder(azure.build()).build()) {
      return client.chat("Name three rivers.").text();
    }
  }

  private static TokenRequestContext scoped(String scope) {
    return new TokenRequestContext().addScopes(scope);
  }
}
