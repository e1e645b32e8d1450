package dev.telltale.observability.promptlog;

import dev.telltale.CallOptions;
import dev.telltale.CallReport;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.LlmException;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.Interaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Finished calls as the engine would tell of them. */
final class Calls {
  static final ProviderInfo PROVIDER =
      new ProviderInfo(
          "openai", Endpoint.parse("https://api.example/v1", Endpoint.Insecure.REFUSED), null);

  private Calls() {}

  static String id(int number) {
    return String.format(Locale.ROOT, "%032x", 0x9e3779b97f4a7c15L * (number + 1));
  }

  static Interaction.Builder call(int number, String prompt) {
    return Interaction.builder(id(number), ChatRequest.of(prompt), PROVIDER, "gpt-5-mini")
        .startedAt(Instant.parse("2026-11-23T10:15:00Z").plusSeconds(number))
        .report(CallReport.builder(Duration.ofMillis(120)).build());
  }

  static Interaction success(int number, String prompt, String answer) {
    return call(number, prompt)
        .response(answer(FinishReason.STOP, new Content.Text(answer)))
        .build();
  }

  static Interaction failure(int number, String prompt) {
    LlmException error =
        LlmException.from(ErrorDetails.builder(ErrorKind.SERVER).status(500).build());
    return call(number, prompt).error(error).errorType("500").build();
  }

  static Interaction of(ChatRequest request, ChatResponse response) {
    return Interaction.builder(id(1), request, PROVIDER, "gpt-5-mini").response(response).build();
  }

  static Interaction asking(CallOptions options) {
    return call(1, "Hi").options(options).response(answer(FinishReason.STOP)).build();
  }

  static ChatResponse answer(FinishReason reason, Content... parts) {
    return ChatResponse.builder()
        .model("gpt-5-mini-2026")
        .choices(
            List.of(
                Choice.builder(0, Message.of(Role.ASSISTANT, List.of(parts)))
                    .finishReason(reason, reason.name().toLowerCase(Locale.ROOT))
                    .build()))
        .build();
  }
}
