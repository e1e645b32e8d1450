package dev.telltale.samples;

import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.StreamException;
import dev.telltale.testing.Scripted;
import java.time.Duration;

/** Prints an answer as it arrives, and what had arrived if the stream breaks off. */
public final class Streaming {
  private static final Scripted STORY =
      Scripted.answer("Once upon a time a river met the sea, and neither minded.")
          .pace(Duration.ofMillis(30));

  private Streaming() {}

  /** Runs without arguments. */
  public static void main(String[] args) {
    try (Playground playground = Playground.open(STORY);
        ChatClient client = ChatClient.builder(playground.provider()).build();
        ChatStream stream = client.stream("Tell me a very short story.")) {
      ChatResponse response = stream.forEachText(Streaming::print);
      System.out.println();
      System.out.println(response.finishReason() + ", " + response.usage());
    } catch (StreamException broken) {
      System.out.println();
      System.out.println(
          broken.outcome() + " after " + broken.partial().text().length() + " chars");
    }
  }

  private static void print(String text) {
    System.out.print(text);
    System.out.flush();
  }
}
