package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.CallReport;
import dev.telltale.Content;
import dev.telltale.Cost;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.ToolCall;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.telemetry.Interaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class KeepRulesTest {
  private static final KeepRules FAILURES = new KeepRules(true, 0, null, null);
  private static final long HASH_OF_ZERO = 0xa706dd2f4d197e6fL;
  private static final long HASH_OF_EXAMPLE = 0xa3dd6880fcc4fb96L;
  private static final KeepRules NOTHING = new KeepRules(false, 0, null, null);

  static Stream<Arguments> failures() {
    LlmException filtered =
        LlmException.from(ErrorDetails.builder(ErrorKind.CONTENT_FILTERED).build());
    return Stream.of(
        row("stop", finished(FinishReason.STOP)),
        row("tool calls", finished(FinishReason.TOOL_CALLS, tool("{\"city\":\"Porto\"}"))),
        row("closed early", call().outcome(StreamOutcome.CLOSED_EARLY).build()),
        row("completed", call().outcome(StreamOutcome.COMPLETED).build()),
        row("error", Calls.failure(1, "Hi"), KeepReason.ERROR),
        row("bug", call().errorType("java.lang.IllegalStateException").build(), KeepReason.ERROR),
        row("length", finished(FinishReason.LENGTH), KeepReason.LENGTH),
        row("filtered answer", finished(FinishReason.CONTENT_FILTER), KeepReason.CONTENT_FILTER),
        row(
            "filtered stream",
            call().outcome(StreamOutcome.CONTENT_FILTERED).build(),
            KeepReason.CONTENT_FILTER),
        row(
            "filtered prompt",
            call().error(filtered).errorType("content_filter").build(),
            KeepReason.ERROR,
            KeepReason.CONTENT_FILTER),
        row(
            "truncated",
            call().outcome(StreamOutcome.TRUNCATED).errorType("stream_truncated").build(),
            KeepReason.ERROR,
            KeepReason.TRUNCATED),
        row(
            "invalid tool JSON",
            finished(FinishReason.TOOL_CALLS, tool("{\"city\":")),
            KeepReason.INVALID_TOOL_CALL),
        row("custom tool", finished(FinishReason.TOOL_CALLS, ToolCall.custom("1", "sh", "ls -l"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void outcomeDecides(String name, Interaction call, List<KeepReason> reasons) {
    Verdict verdict = FAILURES.decide(call);

    assertThat(verdict.reasons()).containsExactlyInAnyOrderElementsOf(reasons);
    assertThat(verdict.keep()).isEqualTo(!reasons.isEmpty());
    assertThat(NOTHING.decide(call).keep()).isFalse();
  }

  @Test
  void slowAndExpensiveCallsAreKept() {
    KeepRules rules = new KeepRules(false, 0, Duration.ofMillis(119), new BigDecimal("0.01"));
    Interaction slow = Calls.success(1, "Hi", "Hi");
    Interaction expensive =
        call()
            .report(CallReport.builder(Duration.ofMillis(119)).build())
            .response(
                Calls.answer(FinishReason.STOP).toBuilder()
                    .cost(Cost.of(new BigDecimal("0.011"), null, List.of()))
                    .build())
            .build();

    assertThat(rules.decide(slow).reasons()).containsExactly(KeepReason.SLOW);
    assertThat(rules.decide(expensive).reasons()).containsExactly(KeepReason.EXPENSIVE);
    assertThat(rules.decide(finishedQuickly()).keep()).isFalse();
  }

  @Test
  void callMaySayItself() {
    CallOptions keep = CallOptions.builder().keepInPromptLog().build();
    CallOptions leave = CallOptions.builder().leaveOutOfPromptLog().build();
    Interaction failedButPrivate =
        Calls.call(1, "Hi").options(leave.toBuilder().build()).errorType("500").build();

    assertThat(NOTHING.decide(Calls.asking(keep)).reasons()).containsExactly(KeepReason.ASKED_FOR);
    assertThat(FAILURES.decide(failedButPrivate).keep()).isFalse();
  }

  @Test
  void sampledCallsSayHowLikelyTheyWere() {
    KeepRules rules = new KeepRules(true, 1, null, null);

    assertThat(rules.decide(Calls.success(1, "Hi", "Hi")))
        .isEqualTo(new Verdict(Set.of(KeepReason.SAMPLED), 1));
    assertThat(rules.decide(Calls.failure(1, "Hi")).sampled()).isFalse();
  }

  @Test
  void drawsTheShareAskedForWhateverTheIds() {
    Random random = new Random(8);
    int drawn = 0;
    int drawnInOrder = 0;
    for (int i = 0; i < 1_000_000; i++) {
      String id = String.format("%016x%016x", random.nextLong(), random.nextLong());
      drawn += Sampling.drawn(id, 0.1) ? 1 : 0;
      drawnInOrder += Sampling.drawn(String.format("%032x", i), 0.1) ? 1 : 0;
    }

    assertThat(drawn).isBetween(97_000, 103_000);
    assertThat(drawnInOrder).isBetween(97_000, 103_000);
  }

  /**
   * Values that a program in another language computed: they must not change between versions or
   * machines.
   */
  @Test
  void everyProgramDrawsAlike() {
    assertThat(Sampling.hash("00000000000000000000000000000000")).isEqualTo(HASH_OF_ZERO);
    assertThat(Sampling.hash("0af7651916cd43dd8448eb211c80319c")).isEqualTo(HASH_OF_EXAMPLE);
    assertThat(Sampling.drawn("0af7651916cd43dd8448eb211c80319c", 0)).isFalse();
    assertThat(Sampling.drawn("not hexadecimal", 1)).isTrue();
  }

  private static Arguments row(String name, Interaction call, KeepReason... reasons) {
    return Arguments.of(name, call, List.of(reasons));
  }

  private static Interaction.Builder call() {
    return Calls.call(1, "Hi");
  }

  private static Interaction finished(FinishReason reason, Content... parts) {
    return call().response(Calls.answer(reason, parts)).build();
  }

  private static Interaction finishedQuickly() {
    return call().report(CallReport.builder(Duration.ofMillis(1)).build()).build();
  }

  private static ToolCall tool(String arguments) {
    return ToolCall.function("1", "weather", arguments);
  }
}
