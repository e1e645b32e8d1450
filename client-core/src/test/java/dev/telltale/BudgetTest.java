package dev.telltale;

import static dev.telltale.rig.PlainLines.event;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.BilledCall;
import dev.telltale.telemetry.CostModel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers use 5 output tokens at 10 cents, as many as the requests allow, unless said otherwise.
 */
@Timeout(20)
class BudgetTest {
  private static final String ANSWER = "text Porto\nfinish stop\nusage 3 5\n";
  private static final ChatRequest REQUEST =
      ChatRequest.builder().user("Porto?").maxTokens(5).build();
  private static final CostModel PRICES = BudgetTest::price;

  @StartStop private final MockWebServer server = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private final List<ChatClient> clients = new ArrayList<>();

  @AfterEach
  void closeAll() {
    clients.forEach(ChatClient::close);
    recorded.close();
  }

  @Test
  void callBeyondTheLimitIsNotSent() {
    Budget budget = Budget.usd("1.20");
    ChatClient client = client(budget);
    answer(3);

    client.chat(REQUEST);
    client.chat(REQUEST);
    BudgetExceededException refused =
        catchThrowableOfType(BudgetExceededException.class, () -> client.chat(REQUEST));

    assertThat(refused.kind()).isEqualTo(ErrorKind.BUDGET_EXCEEDED);
    assertThat(refused)
        .hasMessage(
            "The budget set for this client does not allow the call. Of its $1.2 are spent $1"
                + " and reserved for calls that go on $0; this call may cost $0.5.");
    assertThat(refused.report().attempts()).isEmpty();
    assertThat(server.getRequestCount()).isEqualTo(2);
    assertThat(recorded.spans()).hasSize(2);
    assertThat(budget.spent()).isEqualByComparingTo("1.0");
  }

  @Test
  void callsAtOnceCannotSpendTheSameRest() throws InterruptedException {
    Budget budget = Budget.usd("5");
    ChatClient client = client(budget);
    answerAlways();
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();

    together(
        64,
        () -> {
          try {
            client.chat(REQUEST);
            answered.incrementAndGet();
          } catch (BudgetExceededException full) {
            refused.incrementAndGet();
          }
        });

    assertThat(answered).hasValue(10);
    assertThat(refused).hasValue(54);
    assertThat(budget.spent()).isEqualByComparingTo("5");
  }

  @Test
  void whatWasReservedTooMuchIsFreeAgain() {
    ChatClient client = client(Budget.usd("2"));
    ChatRequest large = REQUEST.toBuilder().maxTokens(20).build();
    answer(2);

    client.chat(large);

    assertThatThrownBy(() -> client.chat(large)).isInstanceOf(BudgetExceededException.class);
    assertThat(client.chat(REQUEST).text()).isEqualTo("Porto");
  }

  @Test
  void callWithoutMaxTokensReservesTheDefault() {
    ChatClient client = client(Budget.usd("409.59"));

    assertThatThrownBy(() -> client.chat("Porto?"))
        .isInstanceOf(BudgetExceededException.class)
        .hasMessageEndingWith("this call may cost $409.6.");
  }

  /** Each adds 3,000 bytes, 1,000 tokens at a cent, to the question alone. */
  @ParameterizedTest
  @MethodSource("descriptions")
  void whatDescribesTheAnswerIsReservedFor(UnaryOperator<ChatRequest.Builder> addition) {
    CostModel byInput =
        call ->
            Cost.of(
                new BigDecimal("0.01")
                    .multiply(BigDecimal.valueOf(call.usage().inputTokens().getAsLong())),
                "v1",
                List.of());
    ChatClient client = client(Budget.usd("10"), byInput);
    answer(2);
    client.chat(REQUEST);
    ChatRequest described = addition.apply(REQUEST.toBuilder()).build();

    assertThatThrownBy(() -> client.chat(described)).isInstanceOf(BudgetExceededException.class);
  }

  private static Stream<Arguments> descriptions() {
    String long3000 = "x".repeat(3_000);
    JsonSchema schema = JsonSchema.of("{\"title\":\"" + long3000 + "\"}");
    JsonSchema empty = JsonSchema.of("{}");
    return Stream.of(
        argumentSet("schema", with(b -> b.responseFormat(ResponseFormat.jsonSchema("a", schema)))),
        argumentSet(
            "description of the schema",
            with(
                b ->
                    b.responseFormat(
                        ResponseFormat.jsonSchema("a", empty).withDescription(long3000)))),
        argumentSet(
            "parameters of a tool",
            with(b -> b.tool(Tool.function("f").parameters(schema).build()))),
        argumentSet(
            "grammar of a tool",
            with(
                b ->
                    b.tool(Tool.custom("f").grammar(new Tool.Grammar("lark", long3000)).build()))));
  }

  private static UnaryOperator<ChatRequest.Builder> with(
      UnaryOperator<ChatRequest.Builder> addition) {
    return addition;
  }

  @Test
  void eachValueOfTheTagHasItsOwn() {
    Budget budget = Budget.usd("0.5").by("tenant");
    ChatClient client = client(budget);
    answer(3);

    client.chat(REQUEST, tenant("a"));
    client.chat(REQUEST, tenant("b"));
    client.chat(REQUEST);

    assertThatThrownBy(() -> client.chat(REQUEST, tenant("a")))
        .isInstanceOf(BudgetExceededException.class);
    assertThat(budget.spent("a")).isEqualByComparingTo("0.5");
    assertThat(budget.spent("b")).isEqualByComparingTo("0.5");
    assertThat(budget.spent()).isEqualByComparingTo("0.5");
  }

  @Test
  void nextPeriodBeginsAnew() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T23:59:59Z"));
    Budget budget = Budget.usd("0.5").per(Duration.ofDays(1)).at(now::get);
    ChatClient client = client(budget);
    answer(2);
    client.chat(REQUEST);
    assertThatThrownBy(() -> client.chat(REQUEST)).isInstanceOf(BudgetExceededException.class);

    now.set(Instant.parse("2026-11-24T00:00:00Z"));
    client.chat(REQUEST);

    assertThat(budget.spent()).isEqualByComparingTo("0.5");
  }

  @Test
  void clockSetBackFreesNothing() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T00:00:01Z"));
    Budget budget = Budget.usd("5").per(Duration.ofDays(1)).at(now::get);
    requireNonNull(budget.reserve("", BigDecimal.ONE)).settle(BigDecimal.ONE);
    BigDecimal two = new BigDecimal("2");
    Budget.Reservation goesOn = requireNonNull(budget.reserve("", two));

    now.set(Instant.parse("2026-11-23T23:59:59Z"));
    goesOn.settle(two);

    assertThat(budget.spent()).isEqualByComparingTo("3");
    now.set(Instant.parse("2026-11-24T00:00:02Z"));
    assertThat(budget.spent()).isEqualByComparingTo("3");
    now.set(Instant.parse("2026-11-25T00:00:00Z"));
    assertThat(budget.spent()).isZero();
  }

  @Test
  void clockThatWasFarAheadDoesNotEndThePeriods() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2099-01-01T00:00:00Z"));
    Budget budget = Budget.usd("5").per(Duration.ofDays(1)).at(now::get);
    requireNonNull(budget.reserve("", BigDecimal.ONE)).settle(BigDecimal.ONE);

    now.set(Instant.parse("2026-11-23T12:00:00Z"));

    assertThat(budget.spent()).isEqualByComparingTo("1");
    now.set(Instant.parse("2026-11-24T00:00:00Z"));
    assertThat(budget.spent()).isZero();
  }

  @Test
  void tenantIsRememberedWhenTheClockIsSetBack() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T00:00:01Z"));
    SpendLedger ledger = new SpendLedger(BigDecimal.TEN, Duration.ofDays(1), now::get);
    requireNonNull(ledger.reserve("acme", BigDecimal.ONE)).settle(BigDecimal.ONE);

    now.set(Instant.parse("2026-11-23T23:59:59Z"));
    for (int i = 0; i <= 10_000; i++) {
      requireNonNull(ledger.reserve("other" + i, BigDecimal.ONE)).settle(BigDecimal.ONE);
    }

    assertThat(ledger.spent("acme")).isEqualByComparingTo("1");
  }

  @Test
  void clientsShareTheBudgetTheyAreGiven() {
    Budget budget = Budget.usd("0.5");
    ChatClient one = client(budget);
    ChatClient other = client(budget);
    answer(1);

    one.chat(REQUEST);

    assertThatThrownBy(() -> other.chat(REQUEST)).isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void modelWithoutPriceIsRefused() {
    ChatClient client = client(Budget.usd("5"), call -> Cost.unpriced("v1", "unknown_model"));

    assertThatThrownBy(() -> client.chat(REQUEST))
        .isInstanceOf(BudgetExceededException.class)
        .hasMessageContaining("unknown_model")
        .hasMessageContaining("allowUnpriced()");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void modelWithoutPricePassesIfAllowed() {
    Budget budget = Budget.usd("5").allowUnpriced();
    ChatClient client = client(budget, call -> Cost.unpriced("v1", "unknown_model"));
    answer(1);

    assertThat(client.chat(REQUEST).text()).isEqualTo("Porto");
    assertThat(budget.spent()).isZero();
  }

  @Test
  void nothingMayBeSpentOfNothing() {
    ChatClient client = client(Budget.usd("0"), call -> Cost.of(BigDecimal.ZERO, "v1", List.of()));

    assertThatThrownBy(() -> client.chat(REQUEST)).isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void failedCallWithoutTokensCountsNothing() {
    Budget budget = Budget.usd("5");
    ChatClient client = client(budget);
    server.enqueue(new MockResponse.Builder().code(503).build());

    assertThatThrownBy(() -> client.chat(REQUEST)).isInstanceOf(ProviderException.class);
    assertThat(budget.spent()).isZero();
    assertThat(budget.reserved("")).isZero();
  }

  @Test
  void answerWithoutUsageCountsItsReservation() {
    Budget budget = Budget.usd("5");
    ChatClient client = client(budget);
    server.enqueue(new MockResponse.Builder().body("text Porto\nfinish stop\n").build());

    client.chat(REQUEST);

    assertThat(budget.spent()).isEqualByComparingTo("0.5");
  }

  @Test
  void streamIsCountedWhenItHasEnded() {
    Budget budget = Budget.usd("5");
    ChatClient client = client(budget);
    stream(event("text Por"), event("text to", "finish stop", "usage 3 2"), event("done"));

    try (ChatStream stream = client.stream(REQUEST)) {
      assertThat(budget.reserved("")).isEqualByComparingTo("0.5");
      stream.forEachText(text -> {});
    }

    assertThat(budget.spent()).isEqualByComparingTo("0.2");
    assertThat(budget.reserved("")).isZero();
  }

  @Test
  void streamClosedEarlyCountsItsReservation() {
    Budget budget = Budget.usd("5");
    ChatClient client = client(budget);
    stream(event("text Por"), event("text to", "finish stop", "usage 3 2"), event("done"));

    client.stream(REQUEST).close();

    assertThat(budget.spent()).isEqualByComparingTo("0.5");
    assertThat(budget.reserved("")).isZero();
  }

  @Test
  void cutStreamCountsItsReservation() {
    Budget budget = Budget.usd("5");
    ChatClient client = client(budget);
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("Content-Type", "text/event-stream")
            .body(event("text Por"))
            .onResponseEnd(new SocketEffect.CloseSocket())
            .build());

    try (ChatStream stream = client.stream(REQUEST)) {
      assertThatThrownBy(() -> stream.forEachText(text -> {})).isInstanceOf(StreamException.class);
    }

    assertThat(budget.spent()).isEqualByComparingTo("0.5");
  }

  @Test
  void fallbackReservesForTheDearest() {
    Budget budget = Budget.usd("5");
    ChatClient client =
        keep(
            builder(PRICES)
                .fallback(PlainProvider.at(url()).named("dear", "dear-1"))
                .budget(budget)
                .build());

    assertThatThrownBy(() -> client.chat(REQUEST))
        .isInstanceOf(BudgetExceededException.class)
        .hasMessageEndingWith("this call may cost $50.");
  }

  @Test
  void reportHasTheCostOfTheCall() {
    ChatClient client = keep(builder(PRICES).build());
    answer(1);

    ChatResponse response = client.chat(REQUEST);

    assertThat(response.report().cost().usd()).isEqualTo(response.cost().usd());
    assertThat(response.cost().usd()).hasValue(new BigDecimal("0.5"));
  }

  @Test
  void budgetWithoutPricesIsRefused() {
    ChatClient.Builder builder =
        ChatClient.builder(PlainProvider.at(url()))
            .telemetry(recorded.telemetry())
            .budget(Budget.usd("5"));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("prices");
  }

  @Test
  void uselessSettingsAreRefused() {
    Budget budget = Budget.usd("5");

    assertThatThrownBy(() -> Budget.usd("-1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Budget.usd("lots")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> budget.by(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> budget.per(Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> budget.per(ChronoUnit.FOREVER.getDuration()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void negativeAmountMakesNoRoom() {
    Budget budget = Budget.usd("5");
    BigDecimal less = new BigDecimal("-1");
    Budget.Reservation reservation = requireNonNull(budget.reserve("", BigDecimal.ONE));

    assertThatThrownBy(() -> budget.reserve("", less)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reservation.settle(less)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cost.of(less, null, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cost.reportedByProvider(less))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tenantsThatSpentNothingAreForgotten() {
    SpendLedger ledger = new SpendLedger(BigDecimal.ONE, null, InstantSource.system());

    for (int i = 0; i < 30_000; i++) {
      ledger.reserve("refused" + i, BigDecimal.TEN);
      ledger.spent("looked up" + i);
      requireNonNull(ledger.reserve("failed" + i, BigDecimal.ONE)).settle(BigDecimal.ZERO);
    }

    assertThat(ledger.keys()).isLessThanOrEqualTo(10_001);
  }

  /** Looking through all of them for each would take minutes: the watchdog tells. */
  @Test
  void manyTenantsDoNotSlowEachOther() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    SpendLedger ledger = new SpendLedger(BigDecimal.ONE, Duration.ofDays(1), now::get);
    BigDecimal cent = new BigDecimal("0.01");

    for (int i = 0; i < 150_000; i++) {
      requireNonNull(ledger.reserve("tenant" + i, BigDecimal.ONE)).settle(cent);
    }

    assertThat(ledger.spent("tenant0")).isEqualTo(cent);
    assertThat(ledger.keys()).isEqualTo(150_000);
    now.set(Instant.EPOCH.plus(Duration.ofDays(1)));
    for (int i = 0; i < 200_000; i++) {
      requireNonNull(ledger.reserve("other" + i, BigDecimal.ONE)).settle(cent);
    }
    assertThat(ledger.keys()).isEqualTo(200_000);
  }

  private static Cost price(BilledCall call) {
    if (call.usage().outputTokens().isEmpty()) {
      return Cost.unpriced("v1", "no_usage");
    }
    BigDecimal rate = new BigDecimal(call.provider().equals("dear") ? "10.0" : "0.1");
    BigDecimal tokens = BigDecimal.valueOf(call.usage().outputTokens().getAsLong());
    return Cost.of(rate.multiply(tokens), "v1", List.of());
  }

  private static CallOptions tenant(String name) {
    return CallOptions.builder().tag("tenant", name).build();
  }

  private String url() {
    return server.url("/").toString();
  }

  private ChatClient client(Budget budget) {
    return client(budget, PRICES);
  }

  private ChatClient client(Budget budget, CostModel prices) {
    return keep(builder(prices).budget(budget).build());
  }

  private ChatClient.Builder builder(CostModel prices) {
    Telemetry telemetry =
        Telemetry.builder().openTelemetry(recorded.openTelemetry()).costModel(prices).build();
    return ChatClient.builder(PlainProvider.at(url()))
        .retry(RetryPolicy.none())
        .telemetry(telemetry);
  }

  private ChatClient keep(ChatClient client) {
    clients.add(client);
    return client;
  }

  private void answer(int times) {
    for (int i = 0; i < times; i++) {
      server.enqueue(new MockResponse.Builder().body(ANSWER).build());
    }
  }

  private void answerAlways() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().body(ANSWER).build();
          }
        });
  }

  private void stream(String... events) {
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("Content-Type", "text/event-stream")
            .body(String.join("", events))
            .build());
  }

  private static void together(int threads, Runnable task) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  task.run();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      thread.start();
      running.add(thread);
    }
    start.countDown();
    for (Thread thread : running) {
      thread.join();
    }
  }
}
