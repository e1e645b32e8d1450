package dev.telltale.observability.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatStream;
import dev.telltale.ContentFilteredException;
import dev.telltale.observability.Observability;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.rig.ClientRig;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real calls over HTTP, and what a person sees of them. */
@Timeout(10)
class ConsoleOfCallsTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ScriptedServer server = ScriptedServer.start();
  private final Observability observability =
      Observability.builder()
          .console(new PrintStream(printed, true, Charset.defaultCharset()))
          .build();
  private final ChatClient client =
      ChatClient.builder(
              OpenAi.builder()
                  .apiKey(ClientRig.KEY)
                  .baseUrl(server.baseUrl())
                  .profile(CompatProfile.OPENAI)
                  .model("gpt-4o-mini")
                  .build())
          .telemetry(observability.telemetry())
          .build();

  @AfterEach
  void close() {
    client.close();
    observability.close();
    server.close();
  }

  @Test
  void answerHasTokensFinishReasonAndCost() {
    server.enqueue(Scripted.answer("Tagus.").usage(1_000, 500));

    BigDecimal usd = client.chat("Name a river.").cost().usd().orElseThrow();

    assertThat(usd).isEqualByComparingTo("0.00045");
    assertThat(printed())
        .startsWith("chat gpt-4o-mini  openai  TIME\n")
        .contains("tokens       1000 in, 500 out\n", "finish       stop\n")
        .contains("cost         $0.00045\n")
        .doesNotContain("river", "Tagus");
  }

  @Test
  void streamHasTimeToFirstChunk() {
    server.enqueue(Scripted.stream("Ta", "gus.").usage(1_000, 500));

    try (ChatStream stream = client.stream("Name a river.")) {
      stream.forEach(event -> {});
    }

    assertThat(printed())
        .contains("first chunk  after TIME\n", "tokens       1000 in, 500 out\n")
        .contains("cost         $0.00045\n")
        .doesNotContain("river", "Ta", "gus");
  }

  @Test
  void refusalHasTypeAndOurDescription() {
    server.enqueue(Scripted.contentFilter());

    assertThatThrownBy(() -> client.chat("Name a river."))
        .isInstanceOf(ContentFilteredException.class);

    assertThat(printed())
        .startsWith("chat gpt-4o-mini  openai  TIME  failed\n")
        .contains("error        content_filter: ")
        .doesNotContain("river", "cost", "tokens");
  }

  @Test
  void modelWithoutPriceSaysSo() {
    client.chat(ChatRequest.builder().model("house-7b").user("Name a river.").build());

    assertThat(printed()).contains("cost         unknown: unknown_model\n");
  }

  @Test
  void closingPrintsWhatAllCallsCameTo() {
    server.enqueue(Scripted.answer("Tagus.").usage(1_000, 500));
    server.enqueue(Scripted.stream("Ta", "gus.").usage(1_000, 500));
    client.chat("Name a river.");
    client.stream("Name a river.").close();
    printed.reset();

    observability.close();

    assertThat(printed())
        .startsWith("Calls\n")
        .contains("gpt-4o-mini  ok           2")
        .contains("Streams, by time to first chunk\n", "Tokens\n", "Cost\n");
  }

  /** What was printed, with line feeds at the ends of lines and every duration as TIME. */
  private String printed() {
    return printed
        .toString(Charset.defaultCharset())
        .replace(System.lineSeparator(), "\n")
        .replaceAll("[0-9.]+ m?s\\b", "TIME");
  }
}
