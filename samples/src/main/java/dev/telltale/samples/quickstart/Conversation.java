package dev.telltale.samples.quickstart;

import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;

/** Asks a model and shows prompt, answer and report. */
final class Conversation {
  private final ChatClient client;
  private final Page page;

  Conversation(ChatClient client, Page page) {
    this.client = client;
    this.page = page;
  }

  /** Waits for the whole answer. The report is shown even if the call fails. */
  ChatResponse ask(String prompt) {
    showPrompt(prompt);
    try {
      ChatResponse response = client.chat(prompt);
      page.text(response.text());
      return response;
    } finally {
      page.showReports();
    }
  }

  /** Shows the answer while it arrives. The report is shown even if the call fails. */
  void stream(String prompt) {
    showPrompt(prompt);
    try (ChatStream stream = client.stream(prompt)) {
      stream.forEachText(page::text);
    } finally {
      page.showReports();
    }
  }

  private void showPrompt(String prompt) {
    page.text("> " + prompt + "\n");
  }
}
