package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatStream;
import dev.telltale.Content;
import dev.telltale.Cost;
import dev.telltale.LlmException;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.RetryPolicy;
import dev.telltale.Role;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.Telemetry;
import dev.telltale.Usage;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.BilledCall;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.Attributes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stream costs that ended before its provider said what it used. */
@Timeout(10)
class CutStreamCostTest {
  /** 36 bytes, so 9 tokens and the one that is begun. */
  private static final String PROMPT = "Which river flows through Porto now?";

  /** 16 bytes, so 4 tokens and the one that is begun. */
  private static final String ARRIVED = "The Douro River.";

  /** Around the instructions, which are empty, and around the message. */
  private static final long OVERHEAD = 4 + 1 + 4;

  private static final long INPUT = OVERHEAD + 9 + 1;
  private static final long OUTPUT = 4 + 1;

  @StartStop private final MockWebServer server = new MockWebServer();

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final RecordedTelemetry recorded = keep(RecordedTelemetry.create());
  private final List<Usage> billed = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
  }

  @Test
  void cutStreamHasNoCostUnlessAskedFor() {
    stream(event("model m", "text " + ARRIVED));

    StreamException failure = cut(client(TelemetryOptions.defaults()), request());

    assertThat(failure.report().cost().status()).isEqualTo(Cost.Status.UNPRICED);
    assertThat(failure.report().cost().reasons()).containsExactly("no_usage");
    assertThat(recorded.span().getAttributes().get(GenAi.USAGE_COST_AMOUNT)).isNull();
  }

  @Test
  void cutStreamIsEstimatedAndSaysSo() {
    stream(event("model m", "text " + ARRIVED));

    StreamException failure = cut(client(estimating()), request());

    Cost cost = failure.report().cost();
    assertThat(cost.status()).isEqualTo(Cost.Status.APPROXIMATE);
    assertThat(cost.reasons()).containsExactly("usage_estimated");
    assertThat(cost.priceVersion()).isEqualTo("v7");
    assertThat(cost.usd()).hasValue(new BigDecimal(INPUT + 10 * OUTPUT));
    assertThat(failure.partial().cost()).isSameAs(cost);
    Attributes span = recorded.span().getAttributes();
    assertThat(span.get(GenAi.COST_STATUS)).isEqualTo("approximate");
    assertThat(span.get(GenAi.COST_REASONS)).containsExactly("usage_estimated");
    assertThat(span.get(GenAi.USAGE_COST_SOURCE)).isEqualTo("local");
  }

  @Test
  void estimateMakesUpNoTokens() {
    stream(event("model m", "text " + ARRIVED));

    StreamException failure = cut(client(estimating()), request());

    assertThat(failure.partial().usage().known()).isFalse();
    assertThat(failure.report().usage().known()).isFalse();
    assertThat(recorded.span().getAttributes().get(GenAi.USAGE_INPUT_TOKENS)).isNull();
    assertThat(recorded.metrics())
        .noneMatch(metric -> metric.getName().equals(GenAi.TOKEN_USAGE))
        .anyMatch(metric -> metric.getName().equals(GenAi.COST_USD));
  }

  @Test
  void streamThatItsReaderClosesIsEstimated() {
    stream(event("model m", "text " + ARRIVED) + event("text more") + event("finish stop"));

    ChatStream stream = client(estimating()).stream(request());
    stream.iterator().next();
    stream.close();

    assertThat(stream.outcome()).hasValue(StreamOutcome.CLOSED_EARLY);
    assertThat(stream.response().cost().reasons()).containsExactly("usage_estimated");
    assertThat(recorded.span().getAttributes().get(GenAi.USAGE_COST_AMOUNT))
        .isEqualTo(INPUT + 10.0 * OUTPUT);
  }

  @Test
  void whatWasReportedIsNotEstimated() {
    stream(event("model m", "text " + ARRIVED, "usage 3 5"));

    StreamException failure = cut(client(estimating()), request());

    assertThat(failure.report().cost())
        .hasToString(Cost.of(new BigDecimal(53), "v7", List.of()).toString());
    assertThat(billed).hasSize(1).allMatch(Usage::known);
  }

  @Test
  void wholeStreamIsNotEstimated() {
    stream(event("model m", "text " + ARRIVED, "finish stop"));

    try (ChatStream stream = client(estimating()).stream(request())) {
      stream.forEachText(text -> {});

      assertThat(stream.response().cost().reasons()).containsExactly("no_usage");
    }
  }

  @Test
  void streamThatBroughtNothingCostsNothing() {
    stream("");

    LlmException failure =
        catchThrowableOfType(
            LlmException.class, () -> client(estimating()).stream(request()).response());

    assertThat(failure.report().cost().usd()).isEmpty();
  }

  @Test
  void pictureIsNotGuessedAt() {
    stream(event("model m", "text " + ARRIVED));
    Content picture = new Content.Image(Media.url("https://images.example/a.png"), null);
    ChatRequest request =
        ChatRequest.builder()
            .message(Message.of(Role.USER, List.of(new Content.Text(PROMPT), picture)))
            .build();

    StreamException failure = cut(client(estimating()), request);

    assertThat(failure.report().cost().reasons()).containsExactly("no_usage");
  }

  @Test
  void unknownPriceStaysUnknown() {
    stream(event("model unlisted", "text " + ARRIVED));

    StreamException failure = cut(client(estimating()), request());

    assertThat(failure.report().cost().usd()).isEmpty();
    assertThat(failure.report().cost().reasons()).containsExactly("unknown_model");
  }

  private static ChatRequest request() {
    return ChatRequest.builder().user(PROMPT).build();
  }

  private static TelemetryOptions estimating() {
    return TelemetryOptions.builder().cutStreamEstimates().build();
  }

  private static StreamException cut(ChatClient client, ChatRequest request) {
    return catchThrowableOfType(
        StreamException.class, () -> client.stream(request).forEachText(text -> {}));
  }

  /** A dollar for each token of input, ten for each of output. */
  private Cost price(BilledCall call) {
    Usage usage = call.usage();
    billed.add(usage);
    if ("unlisted".equals(call.responseModel())) {
      return Cost.unpriced("v7", "unknown_model");
    }
    if (usage.inputTokens().isEmpty() || usage.outputTokens().isEmpty()) {
      return Cost.unpriced("v7", "no_usage");
    }
    long usd = usage.inputTokens().getAsLong() + 10 * usage.outputTokens().getAsLong();
    return Cost.of(new BigDecimal(usd), "v7", List.of());
  }

  private ChatClient client(TelemetryOptions options) {
    Telemetry telemetry =
        Telemetry.builder()
            .openTelemetry(recorded.openTelemetry())
            .options(options)
            .costModel(this::price)
            .build();
    return keep(
        ChatClient.builder(PlainProvider.at("http://localhost:" + server.getPort()))
            .telemetry(telemetry)
            .retry(RetryPolicy.none())
            .build());
  }

  private void stream(String events) {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(events)
            .build());
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    toClose.add(0, closeable);
    return closeable;
  }
}
