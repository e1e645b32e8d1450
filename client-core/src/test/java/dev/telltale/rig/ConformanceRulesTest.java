package dev.telltale.rig;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds the one thing that is wrong. */
@Timeout(10)
class ConformanceRulesTest {
  private static final Attributes GOOD =
      Attributes.builder()
          .put("gen_ai.operation.name", "chat")
          .put("gen_ai.provider.name", "openai")
          .put("gen_ai.request.model", "m")
          .put("server.address", "h.example")
          .put("server.port", 443)
          .put("gen_ai.response.id", "a-1")
          .put("gen_ai.response.model", "m-1")
          .put(stringArrayKey("gen_ai.response.finish_reasons"), List.of("stop"))
          .put("gen_ai.usage.input_tokens", 3)
          .put("gen_ai.usage.output_tokens", 5)
          .build();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();

  @AfterEach
  void close() {
    recorded.close();
  }

  @Test
  void goodSpanHasNoFinding() {
    assertThat(ConformanceRules.findings(span("chat m", GOOD, span -> span))).isEmpty();
  }

  @Test
  void failedCallNeedsNoAnswer() {
    Attributes failed =
        Attributes.builder()
            .put("gen_ai.operation.name", "chat")
            .put("gen_ai.provider.name", "openai")
            .put("gen_ai.request.model", "m")
            .put("server.address", "h.example")
            .put("server.port", 443)
            .put(stringArrayKey("gen_ai.response.finish_reasons"), List.of("error"))
            .put("error.type", "429")
            .build();

    SpanData span = span("chat m", failed, s -> s.setStatus(StatusCode.ERROR, "Wait."));

    assertThat(ConformanceRules.findings(span)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("spansOfLoops")
  void ruleFindsBrokenSpanOfALoop(@Nullable String rule, String name, Attributes attributes) {
    Span span = recorded.openTelemetry().getTracer("t").spanBuilder(name).startSpan();
    span.setAllAttributes(attributes).end();

    assertThat(ConformanceRules.findings(recorded.span()))
        .isEqualTo(rule == null ? List.of() : List.of(rule));
  }

  private static Stream<Arguments> spansOfLoops() {
    Attributes tool =
        Attributes.builder()
            .put("gen_ai.operation.name", "execute_tool")
            .put("gen_ai.tool.name", "t")
            .put("gen_ai.tool.type", "function")
            .put("gen_ai.tool.call.id", "1")
            .put("gen_ai.tool.call.arguments", "{}")
            .build();
    Attributes loop =
        Attributes.builder()
            .put("gen_ai.operation.name", "invoke_agent")
            .put("gen_ai.provider.name", "openai")
            .put(stringArrayKey("gen_ai.response.finish_reasons"), List.of("stop"))
            .build();
    return Stream.of(
        Arguments.of(null, "execute_tool t", tool),
        Arguments.of("genai_span_name_format", "t", tool),
        Arguments.of(
            "genai_expected_attribute_missing",
            "execute_tool t",
            tool.toBuilder().remove(stringKey("gen_ai.tool.call.id")).build()),
        Arguments.of(
            "genai_content_schema",
            "execute_tool t",
            tool.toBuilder().put("gen_ai.tool.call.result", "[1]").build()),
        Arguments.of(null, "invoke_agent", loop),
        Arguments.of(
            "genai_span_name_format",
            "invoke_agent",
            loop.toBuilder().put("gen_ai.agent.name", "a").build()),
        Arguments.of(
            "genai_expected_attribute_missing",
            "invoke_agent",
            loop.toBuilder().remove(stringArrayKey("gen_ai.response.finish_reasons")).build()));
  }

  @ParameterizedTest
  @MethodSource("brokenSpans")
  void ruleFindsBrokenSpan(String rule, String name, Attributes broken, UnaryOperator<Span> act) {
    assertThat(ConformanceRules.findings(span(name, broken, act))).containsExactly(rule);
  }

  @Test
  void noRuleIsUnproved() {
    Set<Object> proved = new HashSet<>(Set.of("genai_span_kind_unexpected"));
    brokenSpans().forEach(arguments -> proved.add(arguments.get()[0]));

    assertThat(proved).containsExactlyInAnyOrderElementsOf(ConformanceRules.spanRules());
  }

  @Test
  void kindOtherThanClientIsFound() {
    Span span = recorded.openTelemetry().getTracer("t").spanBuilder("chat m").startSpan();
    span.setAllAttributes(GOOD).end();

    assertThat(ConformanceRules.findings(recorded.span()))
        .containsExactly("genai_span_kind_unexpected");
  }

  @Test
  void wrongMetricsAreFound() {
    OpenTelemetry otel = recorded.openTelemetry();
    Attributes labels =
        Attributes.builder().put("llm.model", "m").put("server.port", "443").build();

    otel.getMeter("t").counterBuilder("llm.tokens.total").build().add(1, labels);
    otel.getMeter("t")
        .histogramBuilder("gen_ai.client.token.usage")
        .setUnit("tokens")
        .build()
        .record(1, Attributes.of(stringKey("gen_ai.token.type"), "cached"));

    assertThat(ConformanceRules.findings(recorded.metrics()))
        .contains(
            "missing_metric llm.tokens.total",
            "unit_mismatch gen_ai.client.token.usage",
            "missing_attribute llm.model",
            "type_mismatch server.port",
            "required_attribute_not_present gen_ai.provider.name",
            "token_type_unknown cached");
  }

  static Stream<Arguments> brokenSpans() {
    return Stream.of(
        broken("genai_span_name_format", "llm_completion", GOOD),
        broken("genai_expected_attribute_missing", without("gen_ai.response.id")),
        broken("genai_expected_attribute_missing", without("gen_ai.usage.output_tokens")),
        broken("required_attribute_not_present", without("server.port")),
        broken("required_attribute_not_present", "chat", without("gen_ai.request.model")),
        broken(
            "genai_operation_name_unknown",
            "talk m",
            with(stringKey("gen_ai.operation.name"), "talk")),
        broken("genai_provider_name_unknown", with(stringKey("gen_ai.provider.name"), "xai")),
        broken("genai_content_schema", with(stringKey("gen_ai.input.messages"), "[{\"role\"")),
        broken("genai_content_schema", with(stringKey("gen_ai.output.messages"), "Porto")),
        acted("span_status_ok_set_by_instrumentation", GOOD, s -> s.setStatus(StatusCode.OK)),
        acted("error_type_missing_on_error", GOOD, s -> s.setStatus(StatusCode.ERROR)),
        broken("error_type_without_error_status", with(stringKey("error.type"), "429")),
        acted(
            "description_repeats_error_type",
            with(stringKey("error.type"), "429"),
            s -> s.setStatus(StatusCode.ERROR, "HTTP 429")),
        broken("type_mismatch", with(doubleKey("gen_ai.request.top_k"), 4.0)),
        broken("missing_attribute", with(stringKey("gen_ai.system"), "openai")),
        broken("missing_attribute", with(stringKey("llm.model"), "m")),
        broken("default_value_set", with(booleanKey("gen_ai.request.stream"), false)),
        broken("default_value_set", with(longKey("gen_ai.request.choice.count"), 1L)),
        acted("event_recorded", GOOD, s -> s.recordException(new IllegalStateException("text"))));
  }

  private static Arguments broken(String rule, Attributes attributes) {
    return broken(rule, "chat m", attributes);
  }

  private static Arguments broken(String rule, String name, Attributes attributes) {
    return argumentSet(rule, rule, name, attributes, (UnaryOperator<Span>) span -> span);
  }

  private static Arguments acted(String rule, Attributes attributes, UnaryOperator<Span> act) {
    return argumentSet(rule, rule, "chat m", attributes, act);
  }

  private static Attributes without(String name) {
    return GOOD.toBuilder().removeIf(key -> key.getKey().equals(name)).build();
  }

  private static <T> Attributes with(AttributeKey<T> key, T value) {
    return GOOD.toBuilder().put(key, value).build();
  }

  private SpanData span(String name, Attributes attributes, UnaryOperator<Span> act) {
    Span span =
        recorded
            .openTelemetry()
            .getTracer("t")
            .spanBuilder(name)
            .setSpanKind(SpanKind.CLIENT)
            .startSpan();
    act.apply(span.setAllAttributes(attributes)).end();
    return recorded.span();
  }
}
