package dev.telltale.observability.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ConsoleSpansTest {
  private final ConsoleRig rig = new ConsoleRig(Glyphs.in(StandardCharsets.UTF_8));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void streamedCallShowsAllItsFacts() {
    Span call = rig.call("gpt-4o-mini");
    call.setAttribute(GenAi.RESPONSE_MODEL, "gpt-4o-mini-2024-07-18");
    call.setAttribute(GenAi.RESPONSE_TIME_TO_FIRST_CHUNK, 0.2304);
    call.setAttribute(GenAi.USAGE_INPUT_TOKENS, 57);
    call.setAttribute(GenAi.USAGE_CACHE_READ_INPUT_TOKENS, 40);
    call.setAttribute(GenAi.USAGE_CACHE_CREATION_INPUT_TOKENS, 8);
    call.setAttribute(GenAi.USAGE_OUTPUT_TOKENS, 102);
    call.setAttribute(GenAi.USAGE_REASONING_OUTPUT_TOKENS, 64);
    call.setAttribute(GenAi.RESPONSE_FINISH_REASONS, List.of("stop", "length"));
    call.setAttribute(GenAi.COST_STATUS, "priced");
    call.setAttribute(GenAi.USAGE_COST_AMOUNT, 0.0000668);
    rig.pass(812);
    call.end();

    assertThat(rig.printed())
        .isEqualTo(
            """
            chat gpt-4o-mini  openai  812 ms
            ├─ model        gpt-4o-mini-2024-07-18
            ├─ first chunk  after 230 ms
            ├─ tokens       57 in (40 cached, 8 written to the cache), 102 out (64 reasoning)
            ├─ finish       stop, length
            └─ cost         $0.0000668

            """);
  }

  @Test
  void failedCallShowsTypeAndDescription() {
    Span call = rig.call("gpt-4o-mini");
    call.setAttribute(GenAi.ERROR_TYPE, "rate_limit_exceeded");
    call.setStatus(StatusCode.ERROR, "The provider limits the rate of calls.");
    rig.pass(9);
    call.end();

    assertThat(rig.printed())
        .isEqualTo(
            """
            chat gpt-4o-mini  openai  9.0 ms  failed
            └─ error        rate_limit_exceeded: The provider limits the rate of calls.

            """);
  }

  @Test
  void retriesAreCountedWithReasonsAndWait() {
    Span call = rig.call("gpt-4o-mini");
    retry(call, "rate_limit_exceeded", 1.0);
    retry(call, "500", 0.5);
    retry(call, "500", 0.9);
    call.setAttribute(GenAi.USAGE_INPUT_TOKENS, 9);
    call.setAttribute(GenAi.USAGE_OUTPUT_TOKENS, 7);
    rig.pass(2_812);
    call.end();

    assertThat(rig.printed())
        .isEqualTo(
            """
            chat gpt-4o-mini  openai  2.81 s
            ├─ retries      3 (rate_limit_exceeded, 500), waited 2.40 s
            └─ tokens       9 in, 7 out

            """);
  }

  @Test
  void unknownUsageAndPriceAreSaid() {
    Span call = rig.call("house-7b");
    call.setAttribute(GenAi.RESPONSE_MODEL, "house-7b");
    call.setAttribute(GenAi.COST_STATUS, "unpriced");
    call.setAttribute(GenAi.COST_REASONS, List.of("unknown_model"));
    rig.pass(1_500);
    call.end();

    assertThat(rig.printed())
        .isEqualTo(
            """
            chat house-7b  openai  1.50 s
            ├─ tokens       not reported
            └─ cost         unknown: unknown_model

            """);
  }

  @Test
  void approximateCostSaysWhy() {
    Span call = rig.call("gpt-4o");
    call.setAttribute(GenAi.USAGE_INPUT_TOKENS, 10);
    call.setAttribute(GenAi.COST_STATUS, "approximate");
    call.setAttribute(GenAi.USAGE_COST_AMOUNT, 12.0);
    call.setAttribute(GenAi.COST_REASONS, List.of("model_from_request", "rate_inherited"));
    call.end();

    assertThat(rig.printed())
        .contains("10 in, out not reported")
        .contains("cost         about $12 (model_from_request, rate_inherited)");
  }

  @Test
  void spansBelowCallArePrintedWithIt() {
    Span outer = rig.tracer("dev.telltale").spanBuilder("answer").startSpan();
    ConsoleRig.below(
        outer,
        () -> {
          Span first = rig.call("gpt-a");
          ConsoleRig.below(first, () -> spanFor("POST", 5));
          first.setAttribute(GenAi.ERROR_TYPE, "500");
          first.setStatus(StatusCode.ERROR);
          first.end();
          Span second = rig.call("gpt-b");
          second.setAttribute(GenAi.USAGE_OUTPUT_TOKENS, 3);
          rig.pass(20);
          second.end();
        });
    outer.end();

    assertThat(rig.printed())
        .isEqualTo(
            """
            answer  25 ms
            ├─ chat gpt-a  openai  5.0 ms  failed
            │  ├─ error        500
            │  └─ POST  5.0 ms
            └─ chat gpt-b  openai  20 ms
               └─ tokens       in not reported, 3 out

            """);
  }

  @Test
  void callDoesNotWaitForSpanOfAnotherLibrary() {
    Span request = rig.span("GET /rivers").startSpan();
    ConsoleRig.below(request, () -> rig.call("gpt-4o").end());

    assertThat(rig.printed()).startsWith("chat gpt-4o  openai");
  }

  @Test
  void spanOfAnotherLibraryOutsideCallsIsLeftOut() {
    rig.span("SELECT rivers").startSpan().end();

    assertThat(rig.printed()).isEmpty();
  }

  @Test
  void manySpansBelowCallAreCounted() {
    Span call = rig.call("gpt-4o");
    for (int i = 0; i < 60; i++) {
      ConsoleRig.below(call, () -> spanFor("POST", 0));
    }
    call.end();

    assertThat(rig.printed().lines().filter(line -> line.contains("POST"))).hasSize(50);
    assertThat(rig.printed()).endsWith("└─ and 10 more\n\n");
  }

  @Test
  void spansThatNeverEndFillNoMemory() {
    for (int i = 0; i < 1_100; i++) {
      rig.call("lost");
    }
    rig.call("gpt-4o").end();

    assertThat(rig.printed()).startsWith("chat gpt-4o");
  }

  @Test
  void treesOfCallsThatEndTogetherDoNotMix() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(new Thread(() -> IntStream.range(0, 50).forEach(n -> rig.call("gpt-4o").end())));
    }

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(rig.printed())
        .isEqualTo("chat gpt-4o  openai  0.0 ms\n└─ tokens       not reported\n\n".repeat(400));
  }

  @Test
  void failedCallSaysItsErrorAlone() {
    Span call = rig.call("gpt-4o");
    call.setAttribute(GenAi.RESPONSE_FINISH_REASONS, List.of("error"));
    call.setAttribute(GenAi.ERROR_TYPE, "429");
    call.end();

    assertThat(rig.printed()).contains("error").doesNotContain("finish");
  }

  @Test
  void namesCannotMoveTheCursor() {
    Span call = rig.call("evil\u001b[2J\nchat forged");
    call.setAttribute(GenAi.RESPONSE_FINISH_REASONS, List.of("stop\r\u202e"));
    call.end();

    assertThat(rig.printed())
        .startsWith("chat evil?[2J?chat forged  openai")
        .contains("finish       stop??\n");
  }

  @Test
  void asciiTerminalGetsAsciiLines() {
    try (ConsoleRig ascii = new ConsoleRig(Glyphs.in(StandardCharsets.US_ASCII))) {
      Span call = ascii.call("gpt-4o");
      ConsoleRig.below(call, () -> ascii.call("gpt-4o-mini").end());
      call.end();

      assertThat(ascii.printed())
          .isEqualTo(
              """
              chat gpt-4o  openai  0.0 ms
              |- tokens       not reported
              `- chat gpt-4o-mini  openai  0.0 ms
                 `- tokens       not reported

              """);
    }
  }

  private void spanFor(String name, long millis) {
    Span span = rig.span(name).startSpan();
    rig.pass(millis);
    span.end();
  }

  private static void retry(Span call, String reason, double seconds) {
    call.addEvent(
        GenAi.RETRY_EVENT, Attributes.of(GenAi.RETRY_WAIT, seconds, GenAi.ERROR_TYPE, reason));
  }
}
