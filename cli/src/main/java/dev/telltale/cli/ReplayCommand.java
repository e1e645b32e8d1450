package dev.telltale.cli;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import dev.telltale.observability.cost.PriceBook;
import dev.telltale.observability.promptlog.PromptRecord;
import dev.telltale.openai.OpenAi;
import dev.telltale.provider.ChatProvider;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llm-log replay}. */
@Command(
    name = "replay",
    description = {
      "Sends the request of a call again, once, and shows both outcomes side by side.",
      "Without --base-url a server on this machine gives the recorded answer."
    })
final class ReplayCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();

  @Parameters(paramLabel = "ID", description = "Id of a call, or its first 8 characters.")
  private String id = "";

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "Server on this machine, such as http://localhost:11434/v1.")
  private @Nullable String baseUrl;

  @Option(
      names = "--to-provider",
      description = "Send the prompt to another host, with the key in OPENAI_API_KEY if set.")
  private boolean toProvider;

  @Option(names = "--with-content", description = "Show both answers.")
  private boolean withContent;

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    ReplayTarget target = ReplayTarget.of(baseUrl, toProvider);
    PromptRecord record = Found.one(options.open(terminal), id);
    ChatRequest request =
        record
            .request()
            .orElseThrow(() -> CommandFailure.notFound("The log has no content of this call."));
    List<String> lost = Losses.of(record);
    if (!lost.isEmpty()) {
      terminal.warn("The record lacks, so this was not sent: " + String.join(", ", lost) + ".");
    }
    terminal.warn("Texts are sent redacted.");
    Outcome replayed = target.isGiven() ? send(target, record, request) : rehearse(record, request);
    Outcome.of(record).printBeside(replayed, terminal, withContent);
    return ExitCode.FINE;
  }

  private Outcome rehearse(PromptRecord record, ChatRequest request) throws IOException {
    WireAnswer answer = WireAnswer.of(record);
    Scripted script = Scripted.raw(answer.status(), answer.contentType(), answer.text());
    try (ScriptedServer server = ScriptedServer.start().otherwise(script)) {
      return send(ReplayTarget.of(server.baseUrl(), false), record, request);
    }
  }

  private Outcome send(ReplayTarget target, PromptRecord record, ChatRequest request) {
    Telemetry priced = Telemetry.builder().costModel(PriceBook.bundled()).build();
    try (ChatClient client =
        ChatClient.builder(provider(target, record))
            .telemetry(priced)
            .retry(RetryPolicy.none())
            .build()) {
      return Outcome.of(client, request, record.streamed());
    } catch (IllegalStateException | IllegalArgumentException refused) {
      throw CommandFailure.usage(Messages.of(refused));
    }
  }

  private ChatProvider provider(ReplayTarget target, PromptRecord record) {
    OpenAi.Builder provider =
        OpenAi.builder()
            .baseUrl(target.baseUrl())
            .profile(ReplayTarget.profile(record.provider()))
            .model(record.model());
    String key = terminal.environment().apply("OPENAI_API_KEY");
    if (!target.local() && key != null && !key.isBlank()) {
      provider.apiKey(key.strip());
    }
    return provider.build();
  }
}
