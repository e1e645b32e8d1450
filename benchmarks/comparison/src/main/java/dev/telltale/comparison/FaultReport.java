package dev.telltale.comparison;

import static java.util.stream.Collectors.joining;

import dev.telltale.comparison.Observation.Verdict;
import dev.telltale.rig.fault.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what was seen of each client as Markdown tables. */
final class FaultReport {
  private final Map<String, Map<FaultCase, Observation>> seen = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  void add(String client, Map<FaultCase, Observation> observations) {
    seen.put(client, observations);
  }

  String markdown() {
    summary();
    for (Form form : Form.values()) {
      table(form);
    }
    return text.toString();
  }

  private void summary() {
    line("### In short");
    line("");
    head("a call that");
    for (Finding finding : Finding.values()) {
      row(
          finding.rule + " (**" + finding.label + "**)",
          one -> String.valueOf(count(one, finding)));
    }
    row("has its answer where the fault passes after the first request", this::survived);
    line("");
  }

  private static long count(Map<FaultCase, Observation> one, Finding finding) {
    return one.entrySet().stream()
        .filter(each -> !each.getKey().passing())
        .filter(each -> Finding.in(each.getKey(), each.getValue()).contains(finding))
        .count();
  }

  private String survived(Map<FaultCase, Observation> one) {
    List<Observation> passing =
        one.entrySet().stream()
            .filter(each -> each.getKey().passing())
            .map(Map.Entry::getValue)
            .filter(each -> each.verdict() != Verdict.UNSUPPORTED)
            .toList();
    long answered = passing.stream().filter(each -> each.verdict() == Verdict.ANSWERED).count();
    return answered + " of " + passing.size();
  }

  private void table(Form form) {
    line("### " + form.title);
    line("");
    head("the server");
    for (Fault fault : Fault.values()) {
      if (fault.possible(form.moment)) {
        FaultCase going = new FaultCase(fault, form, false);
        FaultCase passing = new FaultCase(fault, form, true);
        row(fault.title(), one -> cell(going, one.get(going), one.get(passing)));
      }
    }
    line("");
  }

  private static String cell(
      FaultCase each, @Nullable Observation going, @Nullable Observation passing) {
    if (going == null) {
      return "lost";
    }
    if (going.verdict() == Verdict.UNSUPPORTED) {
      return "has none";
    }
    String sends = each.fault() == Fault.REFUSED ? "" : going.sends() + " sent, ";
    String findings =
        Finding.in(each, going).stream()
            .map(finding -> "; **" + finding.label + "**")
            .collect(joining());
    String passes = passing == null ? "" : "; passes: " + ending(passing);
    return sends + ending(going) + seconds(going) + findings + passes;
  }

  private static String ending(Observation seen) {
    return switch (seen.verdict()) {
      case ANSWERED -> "answered";
      case SHORT -> "ends with " + seen.details();
      case FAILED -> seen.details();
      case HUNG -> "no end";
      case UNSUPPORTED -> "has none";
    };
  }

  private static String seconds(Observation seen) {
    return String.format(Locale.ROOT, ", %.1f s", (double) seen.duration().toMillis() / 1000);
  }

  private void head(String first) {
    line("| " + first + " | " + String.join(" | ", seen.keySet()) + " |");
    line("|---".repeat(seen.size() + 1) + "|");
  }

  private void row(String title, Cell cell) {
    line(seen.values().stream().map(cell::of).collect(joining(" | ", "| " + title + " | ", " |")));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** What stands in a row for one client. */
  @FunctionalInterface
  private interface Cell {
    String of(Map<FaultCase, Observation> one);
  }
}
