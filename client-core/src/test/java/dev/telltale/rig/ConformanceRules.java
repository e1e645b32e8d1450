package dev.telltale.rig;

import static java.util.Map.entry;

import dev.telltale.provider.JsonValues;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which the conformance suite of OpenTelemetry judges the telemetry of a chat call, a
 * call of a tool, and a loop over both (the invocation of an agent), and the conventions' own rules
 * that it does not check. A finding names its rule. Usage of a loop stands on its rounds, so it is
 * not expected of the loop.
 *
 * <p>What only an answer can bring is expected of a span whose answer is whole: one of whose finish
 * reasons none is {@code error}.
 */
public final class ConformanceRules {
  private static final Set<String> OPERATIONS =
      Set.of(
          "chat",
          "text_completion",
          "generate_content",
          "embeddings",
          "execute_tool",
          "invoke_agent");

  private static final Set<String> PROVIDERS =
      Set.of(
          "openai",
          "azure.ai.openai",
          "azure.ai.inference",
          "anthropic",
          "aws.bedrock",
          "cohere",
          "deepseek",
          "gcp.gemini",
          "gcp.gen_ai",
          "gcp.vertex_ai",
          "groq",
          "ibm.watsonx.ai",
          "mistral_ai",
          "moonshot_ai",
          "perplexity",
          "x_ai");

  private static final Set<String> CONTENT =
      Set.of(
          "gen_ai.input.messages",
          "gen_ai.output.messages",
          "gen_ai.system_instructions",
          "gen_ai.tool.definitions");

  private static final Set<String> CONTENT_OF_TOOLS =
      Set.of("gen_ai.tool.call.arguments", "gen_ai.tool.call.result");

  /** The registry's attributes for these spans, with those of the refinement for OpenAI. */
  private static final Map<String, AttributeType> REGISTRY =
      Map.ofEntries(
          entry("gen_ai.operation.name", AttributeType.STRING),
          entry("gen_ai.provider.name", AttributeType.STRING),
          entry("gen_ai.request.model", AttributeType.STRING),
          entry("gen_ai.request.stream", AttributeType.BOOLEAN),
          entry("gen_ai.output.type", AttributeType.STRING),
          entry("gen_ai.request.choice.count", AttributeType.LONG),
          entry("gen_ai.request.seed", AttributeType.LONG),
          entry("gen_ai.request.top_k", AttributeType.LONG),
          entry("gen_ai.request.max_tokens", AttributeType.LONG),
          entry("gen_ai.request.temperature", AttributeType.DOUBLE),
          entry("gen_ai.request.top_p", AttributeType.DOUBLE),
          entry("gen_ai.request.frequency_penalty", AttributeType.DOUBLE),
          entry("gen_ai.request.presence_penalty", AttributeType.DOUBLE),
          entry("gen_ai.request.stop_sequences", AttributeType.STRING_ARRAY),
          entry("gen_ai.conversation.id", AttributeType.STRING),
          entry("gen_ai.prompt.name", AttributeType.STRING),
          entry("gen_ai.response.id", AttributeType.STRING),
          entry("gen_ai.response.model", AttributeType.STRING),
          entry("gen_ai.response.finish_reasons", AttributeType.STRING_ARRAY),
          entry("gen_ai.response.time_to_first_chunk", AttributeType.DOUBLE),
          entry("gen_ai.usage.input_tokens", AttributeType.LONG),
          entry("gen_ai.usage.output_tokens", AttributeType.LONG),
          entry("gen_ai.usage.cache_read.input_tokens", AttributeType.LONG),
          entry("gen_ai.usage.cache_creation.input_tokens", AttributeType.LONG),
          entry("gen_ai.usage.reasoning.output_tokens", AttributeType.LONG),
          entry("gen_ai.input.messages", AttributeType.STRING),
          entry("gen_ai.output.messages", AttributeType.STRING),
          entry("gen_ai.system_instructions", AttributeType.STRING),
          entry("gen_ai.tool.definitions", AttributeType.STRING),
          entry("gen_ai.token.type", AttributeType.STRING),
          entry("gen_ai.agent.name", AttributeType.STRING),
          entry("gen_ai.tool.name", AttributeType.STRING),
          entry("gen_ai.tool.type", AttributeType.STRING),
          entry("gen_ai.tool.description", AttributeType.STRING),
          entry("gen_ai.tool.call.id", AttributeType.STRING),
          entry("gen_ai.tool.call.arguments", AttributeType.STRING),
          entry("gen_ai.tool.call.result", AttributeType.STRING),
          entry("azure.resource_provider.namespace", AttributeType.STRING),
          entry("openai.api.type", AttributeType.STRING),
          entry("openai.request.service_tier", AttributeType.STRING),
          entry("openai.response.service_tier", AttributeType.STRING),
          entry("openai.response.system_fingerprint", AttributeType.STRING),
          entry("error.type", AttributeType.STRING),
          entry("server.address", AttributeType.STRING),
          entry("server.port", AttributeType.LONG));

  private static final Map<String, String> METRIC_UNITS =
      Map.of(
          "gen_ai.client.operation.duration", "s",
          "gen_ai.client.operation.time_to_first_chunk", "s",
          "gen_ai.client.operation.time_per_output_chunk", "s",
          "gen_ai.client.token.usage", "{token}",
          "gen_ai.execute_tool.duration", "s");

  private static final List<String> OF_EVERY_SPAN =
      List.of(
          "gen_ai.operation.name",
          "gen_ai.provider.name",
          "server.address",
          "gen_ai.response.finish_reasons");

  private static final List<String> OF_EVERY_TOOL =
      List.of(
          "gen_ai.operation.name", "gen_ai.tool.name", "gen_ai.tool.call.id", "gen_ai.tool.type");

  private static final List<String> OF_WHOLE_ANSWERS =
      List.of(
          "gen_ai.response.id",
          "gen_ai.response.model",
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.output_tokens");

  private static final List<Rule> SPAN_RULES =
      List.of(
          new Rule("genai_span_name_format", span -> !span.getName().equals(expectedName(span))),
          new Rule("genai_expected_attribute_missing", ConformanceRules::lacksExpected),
          new Rule("required_attribute_not_present", ConformanceRules::lacksRequired),
          new Rule("genai_span_kind_unexpected", span -> span.getKind() != expectedKind(span)),
          new Rule(
              "genai_operation_name_unknown",
              span -> !OPERATIONS.contains(text(span, "gen_ai.operation.name"))),
          new Rule(
              "genai_provider_name_unknown",
              span -> !ofTool(span) && !PROVIDERS.contains(text(span, "gen_ai.provider.name"))),
          new Rule("genai_content_schema", ConformanceRules::contentBreaksSchema),
          new Rule(
              "span_status_ok_set_by_instrumentation",
              span -> span.getStatus().getStatusCode() == StatusCode.OK),
          new Rule(
              "error_type_missing_on_error",
              span -> failed(span) && value(span, "error.type") == null),
          new Rule(
              "error_type_without_error_status",
              span -> !failed(span) && value(span, "error.type") != null),
          new Rule("description_repeats_error_type", ConformanceRules::repeatsErrorType),
          new Rule("type_mismatch", span -> anyOf(span.getAttributes(), "type_mismatch")),
          new Rule("missing_attribute", span -> anyOf(span.getAttributes(), "missing_attribute")),
          new Rule(
              "default_value_set",
              span ->
                  Boolean.FALSE.equals(value(span, "gen_ai.request.stream"))
                      || Long.valueOf(1).equals(value(span, "gen_ai.request.choice.count"))),
          new Rule("event_recorded", span -> !span.getEvents().isEmpty()));

  private ConformanceRules() {}

  /** The ids of the rules for spans. */
  public static List<String> spanRules() {
    return SPAN_RULES.stream().map(Rule::id).toList();
  }

  /** The rules that the span breaks; empty if it conforms. */
  public static List<String> findings(SpanData span) {
    return SPAN_RULES.stream().filter(rule -> rule.broken.test(span)).map(Rule::id).toList();
  }

  /** What is wrong with the metrics; empty if they conform. */
  public static List<String> findings(Collection<MetricData> metrics) {
    List<String> findings = new ArrayList<>();
    for (MetricData metric : metrics) {
      String unit = METRIC_UNITS.get(metric.getName());
      if (unit == null) {
        findings.add("missing_metric " + metric.getName());
      } else if (!unit.equals(metric.getUnit())) {
        findings.add("unit_mismatch " + metric.getName());
      }
      for (PointData point : metric.getData().getPoints()) {
        findings.addAll(pointFindings(metric.getName(), point.getAttributes()));
      }
    }
    return findings;
  }

  private static List<String> pointFindings(String metric, Attributes attributes) {
    List<String> findings = new ArrayList<>(attributeFindings(attributes));
    for (String name : required(metric)) {
      if (value(attributes, name) == null) {
        findings.add("required_attribute_not_present " + name);
      }
    }
    Object type = value(attributes, "gen_ai.token.type");
    if (type != null && !Set.of("input", "output").contains(type)) {
      findings.add("token_type_unknown " + type);
    }
    return findings;
  }

  private static List<String> required(String metric) {
    return switch (metric) {
      case "gen_ai.client.token.usage" ->
          List.of("gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.token.type");
      case "gen_ai.execute_tool.duration" -> List.of("gen_ai.operation.name", "gen_ai.tool.name");
      default -> List.of("gen_ai.operation.name", "gen_ai.provider.name");
    };
  }

  private static List<String> attributeFindings(Attributes attributes) {
    List<String> findings = new ArrayList<>();
    for (AttributeKey<?> key : attributes.asMap().keySet()) {
      AttributeType type = REGISTRY.get(key.getKey());
      if (type == null) {
        findings.add("missing_attribute " + key.getKey());
      } else if (type != key.getType()) {
        findings.add("type_mismatch " + key.getKey());
      }
    }
    return findings;
  }

  private static boolean anyOf(Attributes attributes, String rule) {
    return attributeFindings(attributes).stream().anyMatch(finding -> finding.startsWith(rule));
  }

  private static String expectedName(SpanData span) {
    String operation = text(span, "gen_ai.operation.name");
    Object named =
        switch (operation) {
          case "execute_tool" -> value(span, "gen_ai.tool.name");
          case "invoke_agent" -> value(span, "gen_ai.agent.name");
          default -> value(span, "gen_ai.request.model");
        };
    return named == null ? operation : operation + " " + named;
  }

  private static SpanKind expectedKind(SpanData span) {
    return ofTool(span) || ofAgent(span) ? SpanKind.INTERNAL : SpanKind.CLIENT;
  }

  private static boolean ofTool(SpanData span) {
    return text(span, "gen_ai.operation.name").equals("execute_tool");
  }

  private static boolean ofAgent(SpanData span) {
    return text(span, "gen_ai.operation.name").equals("invoke_agent");
  }

  private static boolean lacksExpected(SpanData span) {
    if (ofTool(span)) {
      return lacks(span, OF_EVERY_TOOL);
    }
    if (ofAgent(span)) {
      return lacks(span, List.of("gen_ai.provider.name"))
          || (!failed(span) && lacks(span, List.of("gen_ai.response.finish_reasons")));
    }
    return lacks(span, OF_EVERY_SPAN) || (whole(span) && lacks(span, OF_WHOLE_ANSWERS));
  }

  private static boolean lacksRequired(SpanData span) {
    boolean portless = value(span, "server.address") != null && value(span, "server.port") == null;
    boolean modelless = value(span, "gen_ai.request.model") == null;
    return portless || (modelless && !ofTool(span) && !ofAgent(span));
  }

  private static boolean lacks(SpanData span, List<String> names) {
    return names.stream().anyMatch(name -> value(span, name) == null);
  }

  private static boolean whole(SpanData span) {
    return !(value(span, "gen_ai.response.finish_reasons") instanceof List<?> reasons)
        || !reasons.contains("error");
  }

  private static boolean contentBreaksSchema(SpanData span) {
    return CONTENT_OF_TOOLS.stream().anyMatch(name -> isNoObject(value(span, name)))
        || CONTENT.stream()
            .anyMatch(
                name ->
                    value(span, name) instanceof String json && !ContentSchema.follows(name, json));
  }

  /** The schemas of what a tool takes and brings ask for an object and nothing else. */
  private static boolean isNoObject(@Nullable Object content) {
    if (!(content instanceof String json)) {
      return false;
    }
    try {
      JsonValues.parseObject(json);
      return false;
    } catch (IOException noObject) {
      return true;
    }
  }

  /** A plain word, such as cancelled, may stand in a sentence. */
  private static boolean repeatsErrorType(SpanData span) {
    String type = text(span, "error.type");
    return failed(span)
        && !type.matches("[a-z]+")
        && span.getStatus().getDescription().contains(type);
  }

  private static boolean failed(SpanData span) {
    return span.getStatus().getStatusCode() == StatusCode.ERROR;
  }

  private static String text(SpanData span, String name) {
    return String.valueOf(value(span, name));
  }

  private static @Nullable Object value(SpanData span, String name) {
    return value(span.getAttributes(), name);
  }

  private static @Nullable Object value(Attributes attributes, String name) {
    for (Map.Entry<AttributeKey<?>, Object> attribute : attributes.asMap().entrySet()) {
      if (attribute.getKey().getKey().equals(name)) {
        return attribute.getValue();
      }
    }
    return null;
  }

  private record Rule(String id, Predicate<SpanData> broken) {}
}
