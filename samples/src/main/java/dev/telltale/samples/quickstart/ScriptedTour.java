package dev.telltale.samples.quickstart;

import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.ContentFilteredException;
import dev.telltale.Telemetry;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.provider.ChatProvider;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import java.time.Duration;

/** Calls to a scripted server on this machine: plain, streamed, refused, and tried again. */
final class ScriptedTour {
  private static final String MODEL = "gpt-5-mini";

  private final Page page;
  private final Duration pace;

  ScriptedTour(Page page, Duration pace) {
    this.page = page;
    this.pace = pace;
  }

  /** Makes the calls. */
  void run(Telemetry telemetry) {
    try (ScriptedServer server = ScriptedServer.start();
        ChatClient client =
            ChatClient.builder(playingOpenAi(server)).telemetry(telemetry).build()) {
      page.line("The model is played by a scripted server on this machine, " + server.baseUrl());
      page.line("The HTTP calls are real. Nothing leaves the machine and nothing costs money: the");
      page.line("script also makes up the tokens, and the costs are what OpenAI would charge.");
      script(server);
      calls(new Conversation(client, page));
    }
  }

  /** By its address the server would be nobody known, whose answers have no price. */
  private static ChatProvider playingOpenAi(ScriptedServer server) {
    return OpenAi.builder()
        .baseUrl(server.baseUrl())
        .profile(CompatProfile.OPENAI)
        .model(MODEL)
        .build();
  }

  private void script(ScriptedServer server) {
    server.enqueue(
        Scripted.answer("The Douro, the Danube and the Dnipro.")
            .usage(14, 76)
            .reasoningTokens(64)
            .delay(pace.multipliedBy(5)),
        Scripted.answer(
                "A telltale is a ribbon on a sail. If it streams straight back, the wind flows"
                    + " well\non both sides; if it flutters, you see at once which way to steer.")
            .usage(1430, 41)
            .cachedTokens(1280)
            .delay(pace.multipliedBy(5))
            .pace(pace),
        Scripted.contentFilter(),
        Scripted.rateLimited(pace.multipliedBy(25)),
        Scripted.answer("Ahoy, in the second attempt.").usage(9, 7));
    server.otherwise(Scripted.error(500, "server_error", null, "The script is at its end."));
  }

  private void calls(Conversation conversation) {
    page.heading("1. A plain call");
    conversation.ask("Name three rivers that begin with D.");

    page.heading("2. A streamed call");
    conversation.stream("What is a telltale?");

    page.heading("3. A call that fails: the provider's content filter refuses the prompt");
    try {
      conversation.ask("Something that the provider will not answer.");
    } catch (ContentFilteredException refused) {
      page.line("");
      page.line("Your code gets a ContentFilteredException:");
      page.line(String.valueOf(refused.getMessage()));
    }

    page.heading(
        "4. A call that the provider limits, tried again by itself after the wait it asks");
    ChatResponse response = conversation.ask("Ahoy?");
    page.line("");
    page.line(Attempts.line(response.report()));
  }
}
