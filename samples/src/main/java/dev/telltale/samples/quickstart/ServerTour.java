package dev.telltale.samples.quickstart;

import dev.telltale.ChatClient;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import java.time.Duration;

/** A plain and a streamed call to a real server. */
final class ServerTour {
  /** Someone watches: a provider that asks for a longer wait is reported instead. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

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
    RetryPolicy patient = RetryPolicy.builder().maxServerDelay(LONGEST_WAIT).build();
    try (ChatClient client =
        ChatClient.builder(target.provider()).telemetry(telemetry).retry(patient).build()) {
      Conversation conversation = new Conversation(client, page);
      page.heading("1. A plain call");
      conversation.ask(prompt);
      page.heading("2. A streamed call");
      conversation.stream(prompt);
    }
  }
}
