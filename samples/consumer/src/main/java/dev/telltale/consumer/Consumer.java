package dev.telltale.consumer;

import dev.telltale.ChatClient;
import dev.telltale.openai.OpenAi;

/** Makes one call to the server whose base URL is the argument, and prints the answer. */
public final class Consumer {
  private Consumer() {}

  /** Takes the base URL, as in {@code http://127.0.0.1:8080/v1}. */
  public static void main(String[] arguments) {
    try (ChatClient client =
        ChatClient.builder(OpenAi.builder().baseUrl(arguments[0]).model("any").build()).build()) {
      System.out.println(client.chat("Name three rivers.").text());
    }
  }
}
