package dev.telltale.testing;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on what calls reported.
 *
 * <pre>{@code
 * assertThatTelemetry(otel).hasOneCall().withModel("gpt-5-mini").withTokens(9, 2).endedOnce();
 * }</pre>
 *
 * <p>Needs {@code assertj-core} on the class path.
 */
public final class TelemetryAssert extends AbstractAssert<TelemetryAssert, TelemetryRecorder> {

  private TelemetryAssert(TelemetryRecorder recorder) {
    super(recorder, TelemetryAssert.class);
  }

  /** Begins an assertion. */
  public static TelemetryAssert assertThatTelemetry(TelemetryRecorder recorder) {
    return new TelemetryAssert(recorder);
  }

  /** Fails unless there was exactly one call that has ended, and returns it. */
  public CallAssert hasOneCall() {
    return hasCalls(1).call(0);
  }

  /** Fails unless this many calls have ended; a call is one inference, with all its attempts. */
  public TelemetryAssert hasCalls(int count) {
    int ended = calls().size();
    if (ended != count) {
      failWithMessage("Expected %s calls that ended, but there are %s: %s", count, ended, names());
    }
    return this;
  }

  /** The call that ended at a position, from 0; fails if there is none. */
  public CallAssert call(int position) {
    List<SpanData> calls = calls();
    if (position < 0 || position >= calls.size()) {
      failWithMessage("Expected a call at %s, but only %s have ended", position, calls.size());
    }
    return new CallAssert(actual, calls.get(position));
  }

  /** Fails unless exactly these tools ran, in the order they ended. */
  public TelemetryAssert hasToolRuns(String... tools) {
    isNotNull();
    List<String> ran =
        actual.spans().stream()
            .map(span -> span.getAttributes().get(GenAi.TOOL_NAME))
            .filter(Objects::nonNull)
            .toList();
    if (!ran.equals(List.of(tools))) {
      failWithMessage("Expected runs of the tools %s, but there are %s", List.of(tools), ran);
    }
    return this;
  }

  /** Fails if a span that started has not ended. */
  public TelemetryAssert hasNoOpenSpans() {
    isNotNull();
    int open = actual.started() - actual.spans().size();
    if (open != 0) {
      failWithMessage("%s spans have started and not ended: %s", open, actual.open());
    }
    return this;
  }

  /** Fails if the text stands anywhere in what was reported, such as a prompt that must not. */
  public TelemetryAssert doesNotMention(String text) {
    isNotNull();
    if (actual.spans().toString().contains(text) || actual.metrics().toString().contains(text)) {
      failWithMessage("What was reported holds a text that it must not");
    }
    return this;
  }

  private List<String> names() {
    return calls().stream().map(SpanData::getName).toList();
  }

  private List<SpanData> calls() {
    isNotNull();
    return actual.spans().stream()
        .filter(span -> GenAi.CHAT.equals(span.getAttributes().get(GenAi.OPERATION_NAME)))
        .toList();
  }
}
