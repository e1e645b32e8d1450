package dev.telltale.observability.promptlog;

import com.squareup.moshi.JsonWriter;
import dev.telltale.ChatRequest;
import dev.telltale.Message;
import dev.telltale.ResponseFormat;
import dev.telltale.Role;
import dev.telltale.Tool;
import dev.telltale.ToolChoice;
import dev.telltale.observability.promptlog.ContentPolicy.Part;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import okio.Buffer;

/** Writes a request. */
final class RequestJson {
  private final JsonWriter json;
  private final ContentWriter content;

  RequestJson(JsonWriter json, ContentWriter content) {
    this.json = json;
    this.content = content;
  }

  void write(ChatRequest request) throws IOException {
    json.beginObject();
    json.name("model").value(request.model());
    if (request.instructions() != null) {
      content.text("instructions", request.instructions(), Role.SYSTEM, Part.TEXT);
    }
    json.name("messages").beginArray();
    for (Message message : request.messages()) {
      content.message(message);
    }
    json.endArray();
    settings(request);
    tools(request);
    if (request.responseFormat() != null) {
      format(request.responseFormat());
    }
    if (!request.extraBody().isEmpty()) {
      Buffer extra = new Buffer();
      JsonValues.write(JsonWriter.of(extra), request.extraBody());
      content.text("extra_body", extra.readUtf8(), Role.SYSTEM, Part.SETTINGS);
    }
    if (!request.extensionTypes().isEmpty()) {
      json.name("vendor_options").beginArray();
      for (String type : names(request.extensionTypes())) {
        json.value(type);
      }
      json.endArray();
    }
    json.endObject();
  }

  private static List<String> names(Set<Class<?>> types) {
    return types.stream().map(Class::getSimpleName).sorted().toList();
  }

  private void settings(ChatRequest request) throws IOException {
    decimal("temperature", request.temperature());
    decimal("top_p", request.topP());
    decimal("frequency_penalty", request.frequencyPenalty());
    decimal("presence_penalty", request.presencePenalty());
    if (request.maxTokens().isPresent()) {
      json.name("max_tokens").value(request.maxTokens().getAsInt());
    }
    if (request.choiceCount().isPresent()) {
      json.name("choice_count").value(request.choiceCount().getAsInt());
    }
    if (request.seed().isPresent()) {
      json.name("seed").value(request.seed().getAsLong());
    }
    json.name("reasoning_effort").value(request.reasoningEffort());
    json.name("service_tier").value(request.serviceTier());
    if (request.topLogProbs().isPresent()) {
      json.name("top_log_probs").value(request.topLogProbs().getAsInt());
    }
    if (!request.stopSequences().isEmpty()) {
      stops(request.stopSequences());
    }
  }

  private void stops(List<String> sequences) throws IOException {
    json.name("stop_count").value(sequences.size());
    json.name("stop").beginArray();
    for (String sequence : sequences) {
      json.beginObject();
      content.text("text", sequence, Role.SYSTEM, Part.SETTINGS);
      json.endObject();
    }
    json.endArray();
  }

  private void tools(ChatRequest request) throws IOException {
    if (!request.tools().isEmpty()) {
      json.name("tools").beginArray();
      for (Tool tool : request.tools()) {
        tool(tool);
      }
      json.endArray();
    }
    ToolChoice choice = request.toolChoice();
    if (choice != null) {
      json.name("tool_choice").beginObject();
      json.name("mode").value(RecordWriter.lower(choice.mode()));
      json.name("names").beginArray();
      for (String name : choice.names()) {
        json.value(name);
      }
      json.endArray().endObject();
    }
    json.name("parallel_tool_calls").value(request.parallelToolCalls());
  }

  private void tool(Tool tool) throws IOException {
    json.beginObject();
    json.name("name").value(tool.name());
    json.name("kind").value(RecordWriter.lower(tool.kind()));
    if (tool.description() != null) {
      content.text("description", tool.description(), Role.SYSTEM, Part.SETTINGS);
    }
    if (tool.parameters() != null) {
      content.text("parameters", tool.parameters().json(), Role.SYSTEM, Part.SETTINGS);
    }
    if (tool.grammar() != null) {
      json.name("grammar_syntax").value(tool.grammar().syntax());
      content.text("grammar", tool.grammar().definition(), Role.SYSTEM, Part.SETTINGS);
    }
    json.name("strict").value(tool.strict());
    json.endObject();
  }

  private void format(ResponseFormat format) throws IOException {
    json.name("response_format").beginObject();
    json.name("kind").value(RecordWriter.lower(format.kind()));
    json.name("name").value(format.name());
    if (format.description() != null) {
      content.text("description", format.description(), Role.SYSTEM, Part.SETTINGS);
    }
    if (format.schema() != null) {
      content.text("schema", format.schema().json(), Role.SYSTEM, Part.SETTINGS);
    }
    json.name("strict").value(format.strict());
    json.endObject();
  }

  private void decimal(String name, OptionalDouble value) throws IOException {
    if (value.isPresent()) {
      json.name(name).value(value.getAsDouble());
    }
  }
}
