package dev.telltale.testing;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on one call that was reported. */
public final class CallAssert extends AbstractAssert<CallAssert, SpanData> {
  private final TelemetryRecorder recorder;

  CallAssert(TelemetryRecorder recorder, SpanData span) {
    super(span, CallAssert.class);
    this.recorder = recorder;
  }

  /** Fails unless this model was asked for. */
  public CallAssert withModel(String model) {
    return with(GenAi.REQUEST_MODEL, model);
  }

  /** Fails unless the provider has this name in telemetry. */
  public CallAssert withProvider(String provider) {
    return with(GenAi.PROVIDER_NAME, provider);
  }

  /** Fails unless these tokens were reported. */
  public CallAssert withTokens(long inputTokens, long outputTokens) {
    return with(GenAi.USAGE_INPUT_TOKENS, inputTokens)
        .with(GenAi.USAGE_OUTPUT_TOKENS, outputTokens);
  }

  /** Fails unless the choices ended for these reasons, as the provider words them. */
  public CallAssert withFinishReasons(String... reasons) {
    return with(GenAi.RESPONSE_FINISH_REASONS, List.of(reasons));
  }

  /** Fails if the call failed. */
  public CallAssert succeeded() {
    return with(GenAi.ERROR_TYPE, null);
  }

  /** Fails unless the call failed with this {@code error.type}. */
  public CallAssert failedWith(String errorType) {
    return with(GenAi.ERROR_TYPE, errorType);
  }

  /** Fails unless this many attempts failed and were repeated. */
  public CallAssert withRetries(int count) {
    long retries =
        actual.getEvents().stream()
            .filter(event -> event.getName().equals(GenAi.RETRY_EVENT))
            .count();
    if (retries != count) {
      failWithMessage("Expected %s retries, but there are %s", count, retries);
    }
    return this;
  }

  /** Fails unless an attribute has a value; null stands for its absence. */
  public <T> CallAssert with(AttributeKey<T> key, @Nullable T value) {
    T found = actual.getAttributes().get(key);
    if (found == null ? value != null : !found.equals(value)) {
      failWithMessage("Expected %s to be <%s>, but it is <%s>", key.getKey(), value, found);
    }
    return this;
  }

  /** Fails unless every span has ended, and there are as many durations as calls: one for each. */
  public CallAssert endedOnce() {
    TelemetryAssert.assertThatTelemetry(recorder).hasNoOpenSpans();
    long calls =
        recorder.spans().stream()
            .filter(span -> GenAi.CHAT.equals(span.getAttributes().get(GenAi.OPERATION_NAME)))
            .count();
    long durations = durations();
    if (calls != durations) {
      failWithMessage("There are %s calls, but %s durations", calls, durations);
    }
    return this;
  }

  private long durations() {
    long count = 0;
    for (MetricData metric : recorder.metrics()) {
      if (metric.getName().equals(GenAi.OPERATION_DURATION)) {
        count +=
            metric.getHistogramData().getPoints().stream()
                .mapToLong(point -> point.getCount())
                .sum();
      }
    }
    return count;
  }
}
