package dev.telltale.observability.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.ChatClient;
import dev.telltale.Cost;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamException;
import dev.telltale.observability.Observability;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.rig.ClientRig;
import dev.telltale.telemetry.TelemetryOptions;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What calls that failed have cost, by the bundled prices. */
@Timeout(10)
class CostOfCallsTest {
  /** Of gpt-5-mini, in dollars for a million tokens. */
  private static final BigDecimal INPUT_RATE = new BigDecimal("0.25");

  private static final BigDecimal OUTPUT_RATE = new BigDecimal("2");

  private final ScriptedServer server = ScriptedServer.start();
  private final List<AutoCloseable> toClose = new ArrayList<>(List.of(server));

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
  }

  @Test
  void exceptionTellsWhatTheBrokenStreamCost() {
    server.enqueue(Scripted.raw(200, "text/event-stream", chunk("Douro", usage(1_000, 100))));

    StreamException failure =
        catchThrowableOfType(
            StreamException.class,
            () -> client(TelemetryOptions.defaults()).stream("Rivers?").forEachText(text -> {}));

    assertThat(failure.report().cost().status()).isEqualTo(Cost.Status.PRICED);
    assertThat(failure.report().cost().usd()).hasValueSatisfying(usd -> dollars(usd, 1_000, 100));
    assertThat(failure.report().usage().inputTokens()).hasValue(1_000);
  }

  @Test
  void exceptionWithoutUsageKnowsOfNoCost() {
    server.enqueue(Scripted.serverError());

    LlmException failure =
        catchThrowableOfType(
            LlmException.class, () -> client(TelemetryOptions.defaults()).chat("Rivers?"));

    assertThat(failure.report().cost()).isEqualTo(Cost.notComputed());
  }

  @Test
  void brokenStreamIsEstimatedIfAskedFor() {
    server.enqueue(Scripted.cutStream("Douro"));

    StreamException failure =
        catchThrowableOfType(
            StreamException.class,
            () ->
                client(TelemetryOptions.builder().cutStreamEstimates().build()).stream(
                        "Name some rivers.")
                    .forEachText(text -> {}));

    // 4 for no instructions, the message and its 17 bytes; 5 bytes had arrived.
    assertThat(failure.report().cost().usd())
        .hasValueSatisfying(usd -> dollars(usd, 4 + 1 + 4 + 5, 2));
    assertThat(failure.report().cost().reasons()).containsExactly("usage_estimated");
  }

  private static void dollars(BigDecimal usd, long input, long output) {
    BigDecimal expected =
        INPUT_RATE
            .multiply(new BigDecimal(input))
            .add(OUTPUT_RATE.multiply(new BigDecimal(output)))
            .movePointLeft(6);
    assertThat(usd).isEqualByComparingTo(expected);
  }

  private static String chunk(String text, String usage) {
    return "data: {\"model\":\"gpt-5-mini-2025-08-07\",\"choices\":[{\"index\":0,\"delta\":{"
        + "\"content\":\""
        + text
        + "\"}}],"
        + usage
        + "}\n\n";
  }

  private static String usage(int input, int output) {
    return "\"usage\":{\"prompt_tokens\":" + input + ",\"completion_tokens\":" + output + "}";
  }

  private ChatClient client(TelemetryOptions options) {
    Observability observability = keep(Observability.builder().options(options).build());
    return keep(
        ChatClient.builder(
                OpenAi.builder()
                    .apiKey(ClientRig.KEY)
                    .baseUrl(server.baseUrl())
                    .profile(CompatProfile.OPENAI)
                    .model("gpt-5-mini")
                    .build())
            .telemetry(observability.telemetry())
            .retry(RetryPolicy.none())
            .build());
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    toClose.add(0, closeable);
    return closeable;
  }
}
