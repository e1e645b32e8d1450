package dev.telltale.openai.wire;

import static dev.telltale.openai.wire.RequestRules.require;

import com.squareup.moshi.JsonWriter;
import dev.telltale.Content;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.ToolCall;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.EmptyContent;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message: a text alone as a string, other content as an array of parts, and what has a
 * place of its own beside it. What tools answered becomes a message each.
 */
final class MessageWriter {
  /** Mistral sends thoughts as parts of the content, under this type. */
  private static final String THINKING_PART = "thinking";

  private final CompatProfile profile;

  MessageWriter(CompatProfile profile) {
    this.profile = profile;
  }

  void write(JsonWriter writer, Message message) throws IOException {
    if (message.role().equals(Role.TOOL)) {
      writeToolResults(writer, message);
      return;
    }
    writer.beginObject();
    writer.name("role").value(role(message));
    if (message.role().equals(Role.ASSISTANT)) {
      writeAnswer(writer, message);
    } else {
      List<Content> content = content(message);
      require(!content.isEmpty(), "A message has no content; leave it out");
      PartWriter.writeAll(writer.name("content"), content, message.role());
    }
    writeName(writer, message);
    writer.endObject();
  }

  private String role(Message message) {
    boolean unknown = message.role().equals(Role.DEVELOPER) && !profile.developerRole();
    return unknown ? Role.SYSTEM.name() : message.role().name();
  }

  private void writeToolResults(JsonWriter writer, Message message) throws IOException {
    List<Content> content = message.parts();
    require(!content.isEmpty(), "A tool's message has no answer; see Message.tool");
    for (int i = 0; i < content.size(); i++) {
      if (content.get(i) instanceof Content.CacheBreakpoint) {
        continue;
      }
      if (!(content.get(i) instanceof Content.ToolResult result)) {
        throw new IllegalArgumentException(
            "A tool's message holds what no call asked for; use Message.tool with the call's id");
      }
      writer.beginObject();
      writer.name("role").value(Role.TOOL.name());
      writer.name("tool_call_id").value(result.callId());
      List<Content> text = new ArrayList<>(2);
      text.add(new Content.Text(result.text()));
      if (profile.cacheBreakpoints() && PartWriter.breakpointAfter(content, i)) {
        text.add(new Content.CacheBreakpoint());
      }
      PartWriter.writeAll(writer.name("content"), text, Role.TOOL);
      writeName(writer, message);
      writer.endObject();
    }
  }

  private void writeAnswer(JsonWriter writer, Message message) throws IOException {
    List<Content> content = content(message);
    List<ToolCall> calls = message.toolCalls();
    String audioId = audioId(message);
    if (!content.isEmpty()) {
      PartWriter.writeAll(writer.name("content"), content, Role.ASSISTANT);
    } else if (!calls.isEmpty() && profile.emptyContent() == EmptyContent.NULL) {
      JsonValues.write(writer.name("content"), null);
    } else if (!calls.isEmpty() || audioId == null) {
      writer.name("content").value("");
    }
    writeThinking(writer, message);
    if (audioId != null) {
      writer.name("audio").beginObject().name("id").value(audioId).endObject();
    }
    if (!calls.isEmpty()) {
      writer.name("tool_calls").beginArray();
      for (ToolCall call : calls) {
        writeToolCall(writer, call);
      }
      writer.endArray();
    }
  }

  /** What goes into {@code content}. */
  private List<Content> content(Message message) {
    List<Content> content = new ArrayList<>(message.parts().size());
    for (Content part : message.parts()) {
      boolean elsewhere =
          message.role().equals(Role.ASSISTANT)
              && (part instanceof ToolCall
                  || part instanceof Content.Audio
                  || (part instanceof Content.Thinking thinking && !isPart(thinking)));
      boolean marksNothing =
          part instanceof Content.CacheBreakpoint
              && (content.isEmpty() || !profile.cacheBreakpoints());
      if (!elsewhere && !marksNothing) {
        content.add(part);
      }
    }
    return content;
  }

  private static @Nullable String audioId(Message message) {
    for (Content part : message.parts()) {
      if (part instanceof Content.Audio audio) {
        require(audio.id() != null, "A recording of the model goes back by its id, without bytes");
        return audio.id();
      }
    }
    return null;
  }

  /** Thoughts go back under the name they came in, to servers that take it back. */
  private void writeThinking(JsonWriter writer, Message message) throws IOException {
    for (Content part : message.parts()) {
      if (part instanceof Content.Thinking thinking
          && !isPart(thinking)
          && profile.echoedMembers().contains(thinking.wireName())) {
        writer.name(thinking.wireName()).value(thinking.text());
        return;
      }
    }
  }

  private boolean isPart(Content.Thinking thinking) {
    return thinking.wireName().equals(THINKING_PART)
        && profile.echoedMembers().contains(THINKING_PART);
  }

  private void writeToolCall(JsonWriter writer, ToolCall call) throws IOException {
    String type = ToolWriter.type(call.kind());
    boolean custom = call.kind() == ToolCall.Kind.CUSTOM;
    writer.beginObject();
    writer.name("id").value(call.id());
    writer.name("type").value(type);
    writer.name(type).beginObject();
    writer.name("name").value(call.name());
    writer.name(custom ? "input" : "arguments").value(call.rawArguments());
    writer.endObject();
    if (call.providerData() != null && profile.echoedMembers().contains("extra_content")) {
      JsonValues.copyObject(writer.name("extra_content"), call.providerData());
    }
    writer.endObject();
  }

  private static void writeName(JsonWriter writer, Message message) throws IOException {
    if (message.name() != null) {
      writer.name("name").value(message.name());
    }
  }
}
