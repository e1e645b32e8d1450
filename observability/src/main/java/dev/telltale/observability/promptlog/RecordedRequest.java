package dev.telltale.observability.promptlog;

import dev.telltale.ChatRequest;
import dev.telltale.JsonSchema;
import dev.telltale.ResponseFormat;
import dev.telltale.Tool;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a request together again from what a record has of it. */
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
    RecordValues.count(members, "seed").ifPresent(request::seed);
    String effort = RecordValues.text(members, "reasoning_effort");
    if (effort != null) {
      request.reasoningEffort(effort);
    }
    for (Object tool : RecordValues.list(members, "tools")) {
      request.tool(tool(RecordValues.asObject(tool)));
    }
    format(RecordValues.object(members, "response_format"));
    return request.build();
  }

  private static Tool tool(Map<String, @Nullable Object> members) {
    String name = RecordValues.text(members, "name", "tool");
    Tool.Builder tool =
        "custom".equals(members.get("kind")) ? Tool.custom(name) : Tool.function(name);
    String description = RecordValues.text(members, "description");
    if (description != null) {
      tool.description(description);
    }
    JsonSchema parameters = schema(RecordValues.text(members, "parameters"));
    if (parameters != null) {
      tool.parameters(parameters);
    }
    if (Boolean.TRUE.equals(members.get("strict"))) {
      tool.strict();
    }
    return tool.build();
  }

  private void format(Map<String, @Nullable Object> members) {
    Object kind = members.get("kind");
    JsonSchema schema = schema(RecordValues.text(members, "schema"));
    if (schema != null) {
      request.responseFormat(
          ResponseFormat.jsonSchema(RecordValues.text(members, "name", "answer"), schema));
    } else if ("json_object".equals(kind) || "json_schema".equals(kind)) {
      request.responseFormat(ResponseFormat.jsonObject());
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
