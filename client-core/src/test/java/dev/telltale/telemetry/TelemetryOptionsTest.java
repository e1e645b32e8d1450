package dev.telltale.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class TelemetryOptionsTest {
  private static final String CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

  @ParameterizedTest
  @CsvSource({
    "SPAN_ONLY, SPAN",
    "span_only, SPAN",
    "EVENT_ONLY, EVENT",
    "SPAN_AND_EVENT, BOTH",
    "' Span_And_Event ', BOTH",
    "true, EVENT",
    "false, NONE",
    "NO_CONTENT, NONE",
    "'', NONE",
    "everything, NONE",
    "SPAN, NONE"
  })
  void environmentSaysWhatIsCaptured(String value, ContentCapture capture) {
    assertThat(TelemetryOptions.from(Map.of(CAPTURE, value)).contentCapture()).isEqualTo(capture);
  }

  @Test
  void emptyEnvironmentMeansDefaults() {
    TelemetryOptions options = TelemetryOptions.from(Map.of());

    assertThat(options.contentCapture()).isEqualTo(ContentCapture.NONE);
    assertThat(options.conventions()).isEqualTo(Conventions.RELEASED);
    assertThat(options.detailsEvent()).isFalse();
    assertThat(options.maxContentBytes()).isEqualTo(64 * 1024);
  }

  @Test
  void environmentAsksForTheEvent() {
    Map<String, String> environment = Map.of("OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT", "True");

    assertThat(TelemetryOptions.from(environment).detailsEvent()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "4096, '', 4096",
    "'', 4096, 4096",
    "8192, 4096, 4096",
    "1, '', 256",
    "1000000000, '', 65536",
    "99999999999999999999, '', 65536",
    "many, '', 65536"
  })
  void lengthLimitOfTheSdkBoundsContent(String all, String spans, long bytes) {
    Map<String, String> environment =
        Map.of(
            "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
            all,
            "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT",
            spans);

    assertThat(TelemetryOptions.from(environment).maxContentBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"255, NONE", "256, SPAN"})
  void limitWithoutRoomForContentMeansNone(String limit, ContentCapture capture) {
    Map<String, String> environment =
        Map.of(
            "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT",
            limit,
            "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT",
            "SPAN_ONLY");

    assertThat(TelemetryOptions.from(environment).contentCapture()).isEqualTo(capture);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gen_ai.request.model", "llm.x", "error.type", "openai.api.type"})
  void baggageReplacesNoAttributeOfTelemetry(String key) {
    assertThatThrownBy(() -> TelemetryOptions.builder().baggageKey(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @Test
  void tooSmallABoundIsRefused() {
    assertThatThrownBy(() -> TelemetryOptions.builder().maxContentBytes(255))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("255");
  }

  @Test
  void hostsOfTheTraceAreCompletelyNamed() {
    TelemetryOptions options = TelemetryOptions.builder().traceparentTo("LLM.example").build();

    assertThat(options.sendsTraceparentTo("llm.Example")).isTrue();
    assertThat(options.sendsTraceparentTo("evil.llm.example")).isFalse();
    assertThat(TelemetryOptions.defaults().sendsTraceparentTo("llm.example")).isFalse();
  }
}
