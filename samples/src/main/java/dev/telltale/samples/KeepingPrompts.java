package dev.telltale.samples;

import dev.telltale.ChatClient;
import dev.telltale.observability.Observability;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.testing.Scripted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps a call that went wrong in an encrypted prompt log, for llm-log to show. */
public final class KeepingPrompts {
  private static final Scripted CUT_ANSWER =
      Scripted.answer("The Douro, the Po, the").usage(14, 8).finishReason("length");

  private KeepingPrompts() {}

  /**
   * Runs without arguments.
   *
   * @param args the directory for log and key; a temporary one if there is none
   */
  public static void main(String[] args) throws IOException {
    Path place = args.length == 0 ? Files.createTempDirectory("prompts") : Path.of(args[0]);
    Files.createDirectories(place);
    PromptLog failures =
        PromptLog.encrypted(place.resolve("log"), Keys.fileOrNew(place.resolve("key")))
            .allFailures();
    try (Playground playground = Playground.open(CUT_ANSWER);
        Observability observability = Observability.builder().promptLog(failures).build();
        ChatClient client =
            ChatClient.builder(playground.provider())
                .telemetry(observability.telemetry())
                .build()) {
      System.out.println(client.chat("Name three rivers.").text());
    }
    System.out.println("Kept in " + place);
  }
}
