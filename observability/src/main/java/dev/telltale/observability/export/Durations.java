package dev.telltale.observability.export;

import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import java.util.ArrayList;
import java.util.List;

/** Durations of one kind of call, added up from the points of a histogram. */
final class Durations {
  private long count;
  private double sum;
  private double max;
  private List<Double> bounds = List.of();
  private final List<Long> counts = new ArrayList<>();

  Durations add(HistogramPointData point) {
    count += point.getCount();
    sum += point.getSum();
    max = Math.max(max, point.getMax());
    if (counts.isEmpty()) {
      bounds = point.getBoundaries();
      counts.addAll(point.getCounts());
    } else if (bounds.equals(point.getBoundaries())) {
      for (int i = 0; i < counts.size(); i++) {
        counts.set(i, counts.get(i) + point.getCounts().get(i));
      }
    }
    return this;
  }

  String count() {
    return Long.toString(count);
  }

  String average() {
    return count == 0 ? "" : PlainText.seconds(sum / count);
  }

  String max() {
    return PlainText.seconds(max);
  }

  /** The bound that half of the durations do not pass: a histogram knows no more. */
  String median() {
    long seen = 0;
    for (int i = 0; i < bounds.size(); i++) {
      seen += counts.get(i);
      if (seen * 2 >= count) {
        return "<= " + PlainText.seconds(Math.min(bounds.get(i), max));
      }
    }
    return "<= " + PlainText.seconds(max);
  }
}
