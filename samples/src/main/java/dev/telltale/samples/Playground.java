package dev.telltale.samples;

import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.provider.ChatProvider;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import org.jspecify.annotations.Nullable;

/** The provider a recipe talks to: OpenAI if OPENAI_API_KEY is set, else a scripted server. */
final class Playground implements AutoCloseable {
  private static final String MODEL = "gpt-5-mini";

  private final ChatProvider provider;
  private final @Nullable ScriptedServer server;

  private Playground(ChatProvider provider, @Nullable ScriptedServer server) {
    this.provider = provider;
    this.server = server;
  }

  /** Opens a playground whose scripted server, if one is needed, answers with the script. */
  static Playground open(Scripted script) {
    String key = System.getenv("OPENAI_API_KEY");
    if (key != null && !key.isBlank()) {
      return new Playground(OpenAi.builder().fromEnv().model(MODEL).build(), null);
    }
    ScriptedServer server = ScriptedServer.start().otherwise(script);
    // The profile makes the recipes show the names and the prices of OpenAI.
    return new Playground(
        OpenAi.builder()
            .baseUrl(server.baseUrl())
            .profile(CompatProfile.OPENAI)
            .model(MODEL)
            .build(),
        server);
  }

  ChatProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
