package dev.telltale.observability.promptlog;

import dev.telltale.ChatRequest;
import dev.telltale.JsonSchema;
import dev.telltale.ResponseFormat;
import dev.telltale.Tool;
import dev.telltale.ToolChoice;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a request together again from what a record has of it. What redaction or the cut made
 * unusable is left out rather than sent as something else.
 */
final class RecordedRequest {
  private final Map<String, @Nullable Object> members;
  private final ChatRequest.Builder request = ChatRequest.builder();

  private RecordedRequest(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  static Optional<ChatRequest> of(Map<String, @Nullable Object> members) {
    if (RecordValues.list(members, "messages").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new RecordedRequest(members).build());
  }

  private ChatRequest build() {
    String model = RecordValues.text(members, "model");
    if (model != null) {
      request.model(model);
    }
    String instructions = RecordValues.text(members, "instructions");
    if (instructions != null) {
      request.instructions(instructions);
    }
    for (Object message : RecordValues.list(members, "messages")) {
      request.message(RecordedMessages.message(RecordValues.asObject(message)));
    }
    RecordValues.decimal(members, "temperature").ifPresent(request::temperature);
    RecordValues.decimal(members, "top_p").ifPresent(request::topP);
    RecordValues.decimal(members, "frequency_penalty").ifPresent(request::frequencyPenalty);
    RecordValues.decimal(members, "presence_penalty").ifPresent(request::presencePenalty);
    RecordValues.count(members, "max_tokens").ifPresent(count -> request.maxTokens((int) count));
    RecordValues.count(members, "choice_count").ifPresent(n -> request.choiceCount((int) n));
    RecordValues.count(members, "top_log_probs").ifPresent(n -> request.topLogProbs((int) n));
    RecordValues.count(members, "seed").ifPresent(request::seed);
    String effort = RecordValues.text(members, "reasoning_effort");
    if (effort != null) {
      request.reasoningEffort(effort);
    }
    String tier = RecordValues.text(members, "service_tier");
    if (tier != null) {
      request.serviceTier(tier);
    }
    request.stopSequences(stops());
    tools();
    format(RecordValues.object(members, "response_format"));
    extraBody();
    return request.build();
  }

  private List<String> stops() {
    List<String> whole = new ArrayList<>();
    for (Object each : RecordValues.list(members, "stop")) {
      String text = RecordValues.whole(RecordValues.asObject(each), "text");
      if (text != null) {
        whole.add(text);
      }
    }
    return whole;
  }

  private void tools() {
    for (Object tool : RecordValues.list(members, "tools")) {
      request.tool(tool(RecordValues.asObject(tool)));
    }
    Map<String, @Nullable Object> choice = RecordValues.object(members, "tool_choice");
    String mode = RecordValues.text(choice, "mode");
    for (ToolChoice.Mode known : ToolChoice.Mode.values()) {
      if (RecordWriter.lower(known).equals(mode)) {
        request.toolChoice(new ToolChoice(known, RecordValues.texts(choice, "names")));
      }
    }
    if (members.get("parallel_tool_calls") instanceof Boolean parallel) {
      if (parallel) {
        request.toolCallsInParallel();
      } else {
        request.toolCallsOneByOne();
      }
    }
  }

  private void extraBody() {
    String json = RecordValues.whole(members, "extra_body");
    if (json == null) {
      return;
    }
    try {
      JsonValues.parseObject(json).forEach(request::extraBody);
    } catch (IOException redactedBeyondUse) {
      // Then nothing of it is sent.
    }
  }

  private static Tool tool(Map<String, @Nullable Object> members) {
    String name = RecordValues.text(members, "name", "tool");
    Tool.Builder tool =
        "custom".equals(members.get("kind")) ? Tool.custom(name) : Tool.function(name);
    String description = RecordValues.text(members, "description");
    if (description != null) {
      tool.description(description);
    }
    JsonSchema parameters = schema(RecordValues.whole(members, "parameters"));
    if (parameters != null) {
      tool.parameters(parameters);
    }
    String grammar = RecordValues.whole(members, "grammar");
    if (grammar != null) {
      tool.grammar(new Tool.Grammar(RecordValues.text(members, "grammar_syntax", "lark"), grammar));
    }
    if (members.get("strict") instanceof Boolean strict) {
      if (strict) {
        tool.strict();
      } else {
        tool.lenient();
      }
    }
    return tool.build();
  }

  private void format(Map<String, @Nullable Object> members) {
    JsonSchema schema = schema(RecordValues.whole(members, "schema"));
    if (schema != null) {
      ResponseFormat format =
          ResponseFormat.jsonSchema(RecordValues.text(members, "name", "answer"), schema);
      String description = RecordValues.text(members, "description");
      format = description == null ? format : format.withDescription(description);
      boolean strict = Boolean.TRUE.equals(members.get("strict"));
      request.responseFormat(strict ? format.asStrict() : format);
      return;
    }
    switch (RecordValues.text(members, "kind", "")) {
      case "text" -> request.responseFormat(ResponseFormat.text());
      case "json_object", "json_schema" -> request.responseFormat(ResponseFormat.jsonObject());
      default -> {
        // No format was asked for.
      }
    }
  }

  /** A schema that redaction or the cut made unreadable is as good as none. */
  private static @Nullable JsonSchema schema(@Nullable String json) {
    try {
      return json == null ? null : JsonSchema.of(json);
    } catch (IllegalArgumentException cut) {
      return null;
    }
  }
}
