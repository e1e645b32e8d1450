package dev.telltale.samples;

import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.provider.ChatProvider;
import dev.telltale.testing.FakeModel;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import org.jspecify.annotations.Nullable;

/** The provider a recipe talks to: OpenAI if OPENAI_API_KEY is set, else a stand-in. */
final class Playground implements AutoCloseable {
  private static final String MODEL = "gpt-5-mini";

  private final ChatProvider provider;
  private final @Nullable ScriptedServer server;

  private Playground(ChatProvider provider, @Nullable ScriptedServer server) {
    this.provider = provider;
    this.server = server;
  }

  /** Opens a playground that asks this model where no key is set. */
  static Playground open(FakeModel offline) {
    ChatProvider online = online();
    return new Playground(online == null ? offline : online, null);
  }

  /** Opens a playground whose scripted server, if one is needed, answers with the script. */
  static Playground open(Scripted script) {
    ChatProvider online = online();
    if (online != null) {
      return new Playground(online, null);
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

  private static @Nullable ChatProvider online() {
    String key = System.getenv("OPENAI_API_KEY");
    return key == null || key.isBlank() ? null : OpenAi.builder().fromEnv().model(MODEL).build();
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
