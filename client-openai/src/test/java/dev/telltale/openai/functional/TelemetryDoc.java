package dev.telltale.openai.functional;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of docs/telemetry.md. */
final class TelemetryDoc {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final Map<String, String> spanAttributes = new TreeMap<>();
  private final Map<String, Metric> metrics = new TreeMap<>();
  private final Map<String, String> retryEvent = new TreeMap<>();
  private final Map<String, String> fallback = new TreeMap<>();

  private TelemetryDoc() {}

  static TelemetryDoc read() throws IOException {
    Path file = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs");
    TelemetryDoc doc = new TelemetryDoc();
    String section = "";
    List<String> common = List.of();
    for (String line : Files.readAllLines(file.resolve("telemetry.md"))) {
      if (line.startsWith("## ")) {
        section = line.substring(3);
      } else if (section.equals("Metrics") && line.contains("common attributes")) {
        common = codes(line);
      } else if (line.startsWith("| `")) {
        doc.row(section, line.split("\\|", -1), common);
      }
    }
    return doc;
  }

  /** Name to type. */
  Map<String, String> spanAttributes() {
    return spanAttributes;
  }

  Map<String, Metric> metrics() {
    return metrics;
  }

  /** Name to type, of the event of a retry. */
  Map<String, String> retryEvent() {
    return retryEvent;
  }

  /** What it is on and its name, to type. */
  Map<String, String> fallback() {
    return fallback;
  }

  private void row(String section, String[] cells, List<String> common) {
    if (section.equals("The span")) {
      spanAttributes.put(codes(cells[1]).get(0), cells[2].strip());
    } else if (section.equals("Retries")) {
      retryEvent.put(codes(cells[1]).get(0), cells[2].strip());
    } else if (section.equals("Fallback")) {
      fallback.put(cells[3].strip() + " " + codes(cells[1]).get(0), cells[2].strip());
    } else if (section.equals("Metrics")) {
      String name = codes(cells[1]).get(0);
      Set<String> attributes = new TreeSet<>(codes(cells[4]));
      if (!name.startsWith("llm.")) {
        attributes.addAll(common);
      }
      metrics.put(name, new Metric(cells[2].strip(), codes(cells[3]).get(0), attributes));
    }
  }

  private static List<String> codes(String text) {
    List<String> codes = new ArrayList<>();
    Matcher matcher = CODE.matcher(text);
    while (matcher.find()) {
      codes.add(matcher.group(1));
    }
    return codes;
  }

  /** One row of the table of metrics, or what was recorded of one metric. */
  record Metric(String instrument, String unit, Set<String> attributes) {}
}
