package dev.telltale.openai.wire;

import com.squareup.moshi.JsonWriter;
import dev.telltale.ChatRequest;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.ToolChoice;
import dev.telltale.openai.CompatProfile;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Writes the tools of a request and which of them the model may or must call. */
final class ToolWriter {
  private ToolWriter() {}

  static void write(BodyMembers body, ChatRequest request, CompatProfile profile)
      throws IOException {
    List<Tool> tools = request.tools();
    if (!tools.isEmpty()) {
      JsonWriter writer = body.name("tools").beginArray();
      for (Tool tool : tools) {
        writeTool(writer, tool, profile);
      }
      writer.endArray();
    }
    if (request.toolChoice() != null) {
      writeChoice(body.name("tool_choice"), request.toolChoice(), tools);
    }
    body.flag("parallel_tool_calls", request.parallelToolCalls());
  }

  private static void writeTool(JsonWriter writer, Tool tool, CompatProfile profile)
      throws IOException {
    String type = type(tool.kind());
    writer.beginObject();
    writer.name("type").value(type);
    writer.name(type).beginObject();
    writer.name("name").value(tool.name());
    if (tool.description() != null) {
      writer.name("description").value(tool.description());
    }
    if (tool.parameters() != null) {
      JsonValues.copyObject(writer.name("parameters"), tool.parameters().json());
    }
    if (tool.strict() != null && profile.strictTools()) {
      writer.name("strict").value(tool.strict());
    }
    if (tool.grammar() != null) {
      writeGrammar(writer.name("format"), tool.grammar());
    }
    writer.endObject();
    writer.endObject();
  }

  private static void writeGrammar(JsonWriter writer, Tool.Grammar grammar) throws IOException {
    writer.beginObject();
    writer.name("type").value("grammar");
    writer.name("grammar").beginObject();
    writer.name("syntax").value(grammar.syntax());
    writer.name("definition").value(grammar.definition());
    writer.endObject();
    writer.endObject();
  }

  private static void writeChoice(JsonWriter writer, ToolChoice choice, List<Tool> tools)
      throws IOException {
    String mode = choice.mode().name().toLowerCase(Locale.ROOT);
    if (choice.mode() == ToolChoice.Mode.TOOL) {
      writeReference(writer, choice.names().get(0), tools);
    } else if (choice.names().isEmpty()) {
      writer.value(mode);
    } else {
      writer.beginObject();
      writer.name("type").value("allowed_tools");
      writer.name("allowed_tools").beginObject();
      writer.name("mode").value(mode);
      writer.name("tools").beginArray();
      for (String name : choice.names()) {
        writeReference(writer, name, tools);
      }
      writer.endArray();
      writer.endObject();
      writer.endObject();
    }
  }

  private static void writeReference(JsonWriter writer, String name, List<Tool> tools)
      throws IOException {
    String type = type(kind(name, tools));
    writer.beginObject();
    writer.name("type").value(type);
    writer.name(type).beginObject().name("name").value(name).endObject();
    writer.endObject();
  }

  private static ToolCall.Kind kind(String name, List<Tool> tools) {
    for (Tool tool : tools) {
      if (tool.name().equals(name)) {
        return tool.kind();
      }
    }
    throw new AssertionError("The rules let no unknown tool pass");
  }

  /** The word for a kind of tool, which is also the name of the member that describes it. */
  static String type(ToolCall.Kind kind) {
    return kind == ToolCall.Kind.CUSTOM ? "custom" : "function";
  }
}
