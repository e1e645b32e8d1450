package dev.telltale.samples.conformance;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.openai.OpenAiOptions;
import dev.telltale.openai.Voice;
import java.util.Base64;
import java.util.List;

/** A question about an image, and one asked and answered in sound. */
public final class MultimodalScenario {
  /** One pixel. */
  private static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
                  + "awAAAABJRU5ErkJggg==");

  /** The header of a recording of silence. */
  private static final byte[] WAV =
      Base64.getDecoder().decode("UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=");

  private MultimodalScenario() {}

  /** Runs against the server that the environment names. */
  public static void main(String[] args) {
    Scenario.run(MultimodalScenario::calls);
  }

  static void calls(ChatClient client) {
    client.chat(
        ChatRequest.builder()
            .instructions("You are a helpful assistant.")
            .message(
                Message.of(
                    Role.USER,
                    List.of(
                        Content.text("What is in this image?"),
                        Content.image(Media.bytes(PNG, "image/png")))))
            .build());
    client.chat(
        ChatRequest.builder()
            .model("gpt-4o-audio-preview")
            .instructions("You are a helpful assistant.")
            .message(
                Message.of(
                    Role.USER,
                    List.of(
                        Content.text("What is said in this recording?"),
                        Content.Audio.of(WAV, "wav"))))
            .extension(
                OpenAiOptions.class,
                OpenAiOptions.builder()
                    .modalities(List.of("text", "audio"))
                    .voice(Voice.of("alloy", "wav"))
                    .build())
            .build());
  }
}
