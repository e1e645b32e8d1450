package dev.telltale.samples;

import dev.telltale.ChatClient;
import dev.telltale.testing.Scripted;

/** Asks one question. */
public final class HelloWorld {
  private HelloWorld() {}

  /** Runs without arguments. */
  public static void main(String[] args) {
    try (Playground playground = Playground.open(Scripted.answer("The Douro, the Po, the Odra."));
        ChatClient client = ChatClient.builder(playground.provider()).build()) {
      System.out.println(client.chat("Name three rivers.").text());
    }
  }
}
