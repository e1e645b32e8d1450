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
  /** Of a row with a name, a type and when: three, and one before and after. */
  private static final int MAX_ATTRIBUTE_CELLS = 5;

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final Map<String, String> spanAttributes = new TreeMap<>();
  private final Map<String, Metric> metrics = new TreeMap<>();
  private final Map<String, String> retryEvent = new TreeMap<>();
  private final Map<String, String> fallback = new TreeMap<>();
  private final Map<String, Set<String>> events = new TreeMap<>();
  private final Map<String, String> latestAttributes = new TreeMap<>();
  private final Map<String, Metric> latestMetrics = new TreeMap<>();
  private final Map<String, String> otherAttributes = new TreeMap<>();
  private final Map<String, Metric> otherMetrics = new TreeMap<>();
  private final Map<String, String> toolLoops = new TreeMap<>();

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

  /** What it is on and its name, to type. */
  Map<String, String> toolLoops() {
    return toolLoops;
  }

  /** Name to the names of its attributes. */
  Map<String, Set<String>> events() {
    return events;
  }

  /** Name to type, of what only the latest conventions have. */
  Map<String, String> latestAttributes() {
    return latestAttributes;
  }

  Map<String, Metric> latestMetrics() {
    return latestMetrics;
  }

  /** Name to type, of what is outside the conventions. */
  Map<String, String> otherAttributes() {
    return otherAttributes;
  }

  Map<String, Metric> otherMetrics() {
    return otherMetrics;
  }

  private void row(String section, String[] cells, List<String> common) {
    String name = codes(cells[1]).get(0);
    switch (section) {
      case "The span" -> spanAttributes.put(name, cells[2].strip());
      case "Retries" -> retryEvent.put(name, cells[2].strip());
      case "Fallback" -> fallback.put(cells[3].strip() + " " + name, cells[2].strip());
      case "Tool loops" -> toolLoops.put(cells[3].strip() + " " + name, cells[2].strip());
      case "Events" -> events.put(name, new TreeSet<>(codes(cells[3])));
      case "Metrics" -> metrics.put(name, metric(name, cells, common));
      case "The latest conventions" -> {
        if (cells.length > MAX_ATTRIBUTE_CELLS) {
          latestMetrics.put(name, metric(name, cells, common));
        } else {
          latestAttributes.put(name, cells[2].strip());
        }
      }
      case "Names outside the conventions" -> {
        if (cells.length > MAX_ATTRIBUTE_CELLS) {
          otherMetrics.put(name, metric(name, cells, common));
        } else {
          otherAttributes.put(name, cells[2].strip());
        }
      }
      default -> {}
    }
  }

  private static Metric metric(String name, String[] cells, List<String> common) {
    Set<String> attributes = new TreeSet<>(codes(cells[4]));
    if (!name.startsWith("llm.")) {
      attributes.addAll(common);
    }
    return new Metric(cells[2].strip(), codes(cells[3]).get(0), attributes);
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
