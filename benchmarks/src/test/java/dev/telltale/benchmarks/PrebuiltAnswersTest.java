package dev.telltale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PrebuiltAnswersTest {

  @Test
  void deltasHaveTheMeasuredLength() {
    String stream = text(Scenario.STREAM);

    List<String> events = stream.lines().filter(line -> line.startsWith("data: {")).toList();

    assertThat(events).hasSize(Scenario.EVENTS);
    assertThat(events.subList(1, Scenario.DELTAS + 1)).extracting(String::length).containsOnly(303);
  }

  @Test
  void wholeAnswersSayHowLongTheyAre() {
    String answer = text(Scenario.SMALL);

    int headEnd = answer.indexOf("\r\n\r\n") + 4;

    assertThat(answer).contains("Content-Length: " + (answer.length() - headEnd) + "\r\n");
    assertThat(answer.substring(0, headEnd).lines()).hasSize(15);
  }

  @Test
  void bigAnswersHoldAnEscapeInEveryLine() {
    String answer = text(Scenario.BIG_RESPONSE);

    int escapes = answer.split("\\\\n", -1).length - 1;

    assertThat(escapes).isEqualTo(Scenario.BIG_RESPONSE.answer().length() / 38);
  }

  private static String text(Scenario scenario) {
    return new String(PrebuiltAnswers.of(scenario), StandardCharsets.UTF_8);
  }
}
