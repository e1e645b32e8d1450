package dev.telltale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.benchmarks.Figures.Case;
import dev.telltale.benchmarks.Figures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MarkdownTest {

  @Test
  void showsTheMedianAndTheSpread() {
    Figures figures = figures(20_000);
    figures.add(new Case(Scenario.SMALL, Contender.OFF), new Sample(20_900, 91, 100));
    figures.add(new Case(Scenario.SMALL, Contender.OFF), new Sample(20_100, 80, 140));

    String text = Markdown.of(figures, 3, 5);

    assertThat(text)
        .contains("| small | off | 20,100 [20,000..20,900] | 90 [80..91] | 100 [100..140] |");
  }

  @Test
  void saysWhichBudgetsAreMissed() {
    Figures figures = figures(26_100);

    String text = Markdown.of(figures, 1, 5);

    assertThat(text)
        .contains("| small, bytes, telemetry off, ratio | 1.30 | 1.31 | **missed** |")
        .contains("| small, bytes, full telemetry, ratio | 1.45 | 1.00 | met |");
  }

  /** Every client costs the same, but ours with telemetry off. */
  private static Figures figures(double bytesOff) {
    Figures figures = new Figures();
    for (Scenario scenario : Scenario.values()) {
      for (Contender client : Contender.values()) {
        double bytes = client == Contender.OFF ? bytesOff : 20_000;
        figures.add(new Case(scenario, client), new Sample(bytes, 90, 100));
      }
    }
    return figures;
  }
}
