package dev.telltale.observability.export;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metrics of chat calls as tables: calls and their durations, tokens, cost. */
final class MetricsReport {
  private static final String OK = "ok";
  private static final String INPUT = "input";

  private final Map<List<String>, Durations> calls = new TreeMap<>(MetricsReport::compare);
  private final Map<String, Durations> firstChunks = new TreeMap<>();
  private final Map<String, Long> chunks = new TreeMap<>();
  private final Map<String, double[]> tokens = new TreeMap<>();
  private final Map<List<String>, Double> costs = new TreeMap<>(MetricsReport::compare);
  private final Map<String, Long> unpriced = new TreeMap<>();

  private MetricsReport() {}

  static MetricsReport of(Collection<MetricData> metrics) {
    MetricsReport report = new MetricsReport();
    metrics.forEach(report::add);
    return report;
  }

  /** The tables, each followed by an empty line; nothing if there was no call. */
  String render() {
    StringBuilder text = new StringBuilder();
    append(text, callTable());
    append(text, streamTable());
    append(text, tokenTable());
    append(text, costTable());
    return text.toString();
  }

  private void add(MetricData metric) {
    switch (metric.getName()) {
      case GenAi.OPERATION_DURATION -> metric.getHistogramData().getPoints().forEach(this::call);
      case GenAi.TIME_TO_FIRST_CHUNK ->
          metric.getHistogramData().getPoints().forEach(this::firstChunk);
      case GenAi.TIME_PER_OUTPUT_CHUNK ->
          metric.getHistogramData().getPoints().forEach(this::laterChunks);
      case GenAi.TOKEN_USAGE -> metric.getHistogramData().getPoints().forEach(this::tokens);
      case GenAi.COST_USD -> metric.getDoubleSumData().getPoints().forEach(this::cost);
      case GenAi.COST_UNPRICED -> metric.getLongSumData().getPoints().forEach(this::unpriced);
      default -> {
        // Another instrumentation's.
      }
    }
  }

  private void call(HistogramPointData point) {
    Attributes attributes = point.getAttributes();
    List<String> key =
        List.of(text(attributes, GenAi.REQUEST_MODEL, "-"), text(attributes, GenAi.ERROR_TYPE, OK));
    calls.computeIfAbsent(key, unused -> new Durations()).add(point);
  }

  private void firstChunk(HistogramPointData point) {
    String model = text(point.getAttributes(), GenAi.REQUEST_MODEL, "-");
    firstChunks.computeIfAbsent(model, unused -> new Durations()).add(point);
    chunks.merge(model, point.getCount(), Long::sum);
  }

  private void laterChunks(HistogramPointData point) {
    chunks.merge(
        text(point.getAttributes(), GenAi.REQUEST_MODEL, "-"), point.getCount(), Long::sum);
  }

  private void tokens(HistogramPointData point) {
    Attributes attributes = point.getAttributes();
    String model = text(attributes, GenAi.REQUEST_MODEL, "-");
    int side = INPUT.equals(attributes.get(GenAi.TOKEN_TYPE)) ? 0 : 1;
    tokens.computeIfAbsent(model, unused -> new double[2])[side] += point.getSum();
  }

  private void cost(DoublePointData point) {
    Attributes attributes = point.getAttributes();
    List<String> key =
        List.of(
            text(attributes, GenAi.RESPONSE_MODEL, "-"),
            text(attributes, GenAi.COST_ACCURACY, "-"));
    costs.merge(key, point.getValue(), Double::sum);
  }

  private void unpriced(LongPointData point) {
    String reason = text(point.getAttributes(), GenAi.REASON, "-");
    unpriced.merge(reason, point.getValue(), Long::sum);
  }

  private String callTable() {
    TextTable table =
        new TextTable("Calls", 2, "model", "outcome", "calls", "p50", "average", "max");
    calls.forEach(
        (key, durations) ->
            table.row(
                List.of(
                    key.get(0),
                    key.get(1),
                    durations.count(),
                    durations.median(),
                    durations.average(),
                    durations.max())));
    return table.render();
  }

  private String streamTable() {
    TextTable table =
        new TextTable(
            "Streams, by time to first chunk",
            1,
            "model",
            "streams",
            "chunks",
            "p50",
            "average",
            "max");
    firstChunks.forEach(
        (model, durations) ->
            table.row(
                List.of(
                    model,
                    durations.count(),
                    Long.toString(chunks.getOrDefault(model, 0L)),
                    durations.median(),
                    durations.average(),
                    durations.max())));
    return table.render();
  }

  private String tokenTable() {
    TextTable table = new TextTable("Tokens", 1, "model", "input", "output");
    tokens.forEach(
        (model, sums) ->
            table.row(
                List.of(model, Long.toString((long) sums[0]), Long.toString((long) sums[1]))));
    return table.render();
  }

  private String costTable() {
    TextTable table = new TextTable("Cost", 2, "model", "accuracy", "amount");
    costs.forEach((key, usd) -> table.row(List.of(key.get(0), key.get(1), PlainText.usd(usd))));
    unpriced.forEach(
        (reason, calls) ->
            table.row(List.of("not priced", reason, calls + (calls == 1 ? " call" : " calls"))));
    return table.render();
  }

  private static void append(StringBuilder text, String table) {
    if (!table.isEmpty()) {
      text.append(table).append(System.lineSeparator());
    }
  }

  private static String text(Attributes attributes, AttributeKey<String> key, String absent) {
    String value = attributes.get(key);
    return value == null ? absent : PlainText.name(value);
  }

  private static int compare(List<String> a, List<String> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
