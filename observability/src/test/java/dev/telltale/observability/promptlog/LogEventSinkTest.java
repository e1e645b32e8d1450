package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.telemetry.Interaction;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LogEventSinkTest {
  private final InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();

  @Test
  void recordIsAnEventOnItsSpan() throws IOException {
    SpanContext span =
        SpanContext.create(
            Calls.id(7), "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());
    Interaction failed = Calls.call(7, "Hi").errorType("500").spanContext(span).build();
    try (OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setLoggerProvider(
                SdkLoggerProvider.builder()
                    .addLogRecordProcessor(SimpleLogRecordProcessor.create(logs))
                    .build())
            .build()) {
      try (PromptRecorder recorder = PromptLog.logEvents().allFailures().start(sdk)) {
        recorder.ended(failed);
      }

      LogRecordData event = logs.getFinishedLogRecordItems().get(0);
      assertThat(event.getEventName()).isEqualTo(LogEventSink.EVENT);
      assertThat(event.getSeverity()).isEqualTo(Severity.ERROR);
      assertThat(event.getSpanContext()).isEqualTo(span);
      assertThat(PromptRecord.parse(String.valueOf(event.getBodyValue().asString())).traceId())
          .isEqualTo(Calls.id(7));
    }
  }
}
