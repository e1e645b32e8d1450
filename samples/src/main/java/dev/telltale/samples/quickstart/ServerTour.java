package dev.telltale.samples.quickstart;

import dev.telltale.ChatClient;
import dev.telltale.Telemetry;

/** A plain and a streamed call to a real server. */
final class ServerTour {
  private final Page page;
  private final Target target;
  private final String prompt;

  ServerTour(Page page, Target target, String prompt) {
    this.page = page;
    this.target = target;
    this.prompt = prompt;
  }

  /**
   * Makes the calls, and stops at the first that fails.
   *
   * @throws dev.telltale.LlmException if one fails
   */
  void run(Telemetry telemetry) {
    page.line("Calling " + target.introduction());
    try (ChatClient client = ChatClient.builder(target.provider()).telemetry(telemetry).build()) {
      Conversation conversation = new Conversation(client, page);
      page.heading("1. A plain call");
      conversation.ask(prompt);
      page.heading("2. A streamed call");
      conversation.stream(prompt);
    }
  }
}
