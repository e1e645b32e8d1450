package dev.telltale.benchmarks;

import dev.telltale.benchmarks.Figures.Case;
import dev.telltale.benchmarks.Figures.Measure;
import dev.telltale.benchmarks.Figures.Spread;
import java.util.Locale;

/** Writes figures and their budgets as Markdown tables. */
final class Markdown {
  private Markdown() {}

  static String of(Figures figures, int rounds, int warmupSeconds) {
    StringBuilder text = new StringBuilder();
    text.append("JDK ")
        .append(Runtime.version())
        .append(", ")
        .append(Runtime.getRuntime().availableProcessors())
        .append(" CPUs, ")
        .append(rounds)
        .append(" rounds, ")
        .append(warmupSeconds)
        .append(" s of warm-up. Median [lowest..highest] per call.\n\n");
    appendFigures(text, figures);
    text.append('\n');
    appendBudgets(text, figures);
    return text.toString();
  }

  private static void appendFigures(StringBuilder text, Figures figures) {
    text.append("| scenario | client | bytes | CPU us | wall us |\n|---|---|---|---|---|\n");
    for (Case measured : figures.cases()) {
      text.append("| ").append(lower(measured.scenario()));
      text.append(" | ").append(lower(measured.client()));
      for (Measure measure : Measure.values()) {
        Spread spread = figures.spread(measured.scenario(), measured.client(), measure);
        text.append(
            String.format(
                Locale.ROOT,
                " | %,.0f [%,.0f..%,.0f]",
                spread.median(),
                spread.lowest(),
                spread.highest()));
      }
      text.append(" |\n");
    }
  }

  private static void appendBudgets(StringBuilder text, Figures figures) {
    text.append("| budget | at most | measured | |\n|---|---|---|---|\n");
    for (Budget budget : Budget.ALL) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %s |%n",
              budget.name(),
              budget.limit(),
              budget.figure().applyAsDouble(figures),
              budget.met(figures) ? "met" : "**missed**"));
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
