package dev.telltale.observability.export;

import com.squareup.moshi.JsonWriter;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import java.io.IOException;

/** Writes what a metric measured, by its kind, as OTLP's JSON form has it. */
final class MetricPoints {
  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;

  private MetricPoints() {}

  static void write(JsonWriter json, MetricData metric) throws IOException {
    switch (metric.getType()) {
      case LONG_GAUGE, DOUBLE_GAUGE -> json.name("gauge").beginObject();
      case LONG_SUM -> {
        json.name("sum").beginObject();
        temporality(json, metric.getLongSumData().getAggregationTemporality());
        json.name("isMonotonic").value(metric.getLongSumData().isMonotonic());
      }
      case DOUBLE_SUM -> {
        json.name("sum").beginObject();
        temporality(json, metric.getDoubleSumData().getAggregationTemporality());
        json.name("isMonotonic").value(metric.getDoubleSumData().isMonotonic());
      }
      case HISTOGRAM -> {
        json.name("histogram").beginObject();
        temporality(json, metric.getHistogramData().getAggregationTemporality());
      }
      case EXPONENTIAL_HISTOGRAM -> {
        json.name("exponentialHistogram").beginObject();
        temporality(json, metric.getExponentialHistogramData().getAggregationTemporality());
      }
      case SUMMARY -> json.name("summary").beginObject();
    }
    json.name("dataPoints").beginArray();
    for (PointData point : metric.getData().getPoints()) {
      point(json, point);
    }
    json.endArray().endObject();
  }

  private static void temporality(JsonWriter json, AggregationTemporality temporality)
      throws IOException {
    json.name("aggregationTemporality")
        .value(temporality == AggregationTemporality.DELTA ? DELTA : CUMULATIVE);
  }

  private static void point(JsonWriter json, PointData point) throws IOException {
    json.beginObject();
    OtlpJson.attributes(json, point.getAttributes());
    OtlpJson.nanos(json, "startTimeUnixNano", point.getStartEpochNanos());
    OtlpJson.nanos(json, "timeUnixNano", point.getEpochNanos());
    if (point instanceof LongPointData number) {
      json.name("asInt").value(Long.toString(number.getValue()));
    } else if (point instanceof DoublePointData number) {
      json.name("asDouble");
      OtlpJson.number(json, number.getValue());
    } else if (point instanceof HistogramPointData histogram) {
      histogram(json, histogram);
    } else if (point instanceof ExponentialHistogramPointData histogram) {
      exponential(json, histogram);
    } else if (point instanceof SummaryPointData summary) {
      summary(json, summary);
    }
    json.endObject();
  }

  private static void histogram(JsonWriter json, HistogramPointData point) throws IOException {
    json.name("count").value(Long.toString(point.getCount())).name("sum").value(point.getSum());
    if (point.hasMin()) {
      json.name("min").value(point.getMin());
    }
    if (point.hasMax()) {
      json.name("max").value(point.getMax());
    }
    json.name("explicitBounds").beginArray();
    for (Double bound : point.getBoundaries()) {
      json.value(bound);
    }
    json.endArray();
    counts(json, point.getCounts());
  }

  private static void exponential(JsonWriter json, ExponentialHistogramPointData point)
      throws IOException {
    json.name("count").value(Long.toString(point.getCount())).name("sum").value(point.getSum());
    json.name("scale").value(point.getScale());
    json.name("zeroCount").value(Long.toString(point.getZeroCount()));
    buckets(json, "positive", point.getPositiveBuckets());
    buckets(json, "negative", point.getNegativeBuckets());
  }

  private static void buckets(JsonWriter json, String name, ExponentialHistogramBuckets buckets)
      throws IOException {
    json.name(name).beginObject().name("offset").value(buckets.getOffset());
    counts(json, buckets.getBucketCounts());
    json.endObject();
  }

  private static void counts(JsonWriter json, Iterable<Long> counts) throws IOException {
    json.name("bucketCounts").beginArray();
    for (Long count : counts) {
      json.value(count.toString());
    }
    json.endArray();
  }

  private static void summary(JsonWriter json, SummaryPointData point) throws IOException {
    json.name("count").value(Long.toString(point.getCount())).name("sum");
    OtlpJson.number(json, point.getSum());
    json.name("quantileValues").beginArray();
    for (ValueAtQuantile value : point.getValues()) {
      json.beginObject().name("quantile").value(value.getQuantile()).name("value");
      OtlpJson.number(json, value.getValue());
      json.endObject();
    }
    json.endArray();
  }
}
