package dev.telltale.internal.telemetry;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import dev.telltale.JsonSchema;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Content as the conventions' schemas of messages, instructions and tools have it: lists and maps
 * of plain values. What is unknown is left out, never null.
 */
final class MessageTree {
  private final UnaryOperator<String> redaction;

  /** A tree through which every text goes redacted. */
  MessageTree(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  List<Object> input(List<Message> messages) {
    List<Object> tree = new ArrayList<>(messages.size());
    for (Message message : messages) {
      tree.add(message(message));
    }
    return tree;
  }

  /** One message per choice, in the order of the choices. */
  List<Object> output(ChatResponse response) {
    List<Object> tree = new ArrayList<>(response.choices().size());
    for (Choice choice : response.choices()) {
      Map<String, Object> message = message(choice.message());
      String reason = reason(choice);
      if (reason != null) {
        message.put("finish_reason", reason);
      }
      tree.add(message);
    }
    return tree;
  }

  List<Object> instructions(String text) {
    return List.of(text(text));
  }

  List<Object> tools(List<Tool> tools, boolean full) {
    List<Object> tree = new ArrayList<>(tools.size());
    for (Tool tool : tools) {
      Map<String, Object> definition =
          part(tool.kind() == ToolCall.Kind.CUSTOM ? "custom" : "function");
      definition.put("name", tool.name());
      if (full) {
        putIfKnown(definition, "description", redacted(tool.description()));
        JsonSchema parameters = tool.parameters();
        if (parameters != null) {
          definition.put("parameters", json(redaction.apply(parameters.json())));
        }
      }
      tree.add(definition);
    }
    return tree;
  }

  private Map<String, Object> message(Message message) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("role", message.role().toString());
    putIfKnown(tree, "name", message.name());
    List<Object> parts = new ArrayList<>(message.parts().size());
    for (Content content : message.parts()) {
      if (!(content instanceof Content.CacheBreakpoint)) {
        parts.add(part(content));
      }
    }
    tree.put("parts", parts);
    return tree;
  }

  private Map<String, Object> part(Content content) {
    if (content instanceof Content.Text text) {
      return text(text.text());
    } else if (content instanceof Content.Refusal refusal) {
      return text(refusal.text());
    } else if (content instanceof Content.Thinking thinking) {
      Map<String, Object> part = part("reasoning");
      part.put("content", redaction.apply(thinking.text()));
      return part;
    } else if (content instanceof ToolCall call) {
      Map<String, Object> part = part("tool_call");
      part.put("id", call.id());
      part.put("name", call.name());
      part.put("arguments", json(redaction.apply(call.rawArguments())));
      return part;
    } else if (content instanceof Content.ToolResult result) {
      Map<String, Object> part = part("tool_call_response");
      part.put("id", result.callId());
      part.put("response", json(redaction.apply(result.text())));
      return part;
    } else if (content instanceof Content.Image image) {
      return media("image", image.media());
    } else if (content instanceof Content.File file) {
      return media("document", file.media());
    } else if (content instanceof Content.Audio audio) {
      return audio(audio);
    } else if (content instanceof Content.Opaque opaque) {
      return opaque(opaque);
    }
    return generic(content.getClass().getSimpleName());
  }

  private Map<String, Object> text(String text) {
    Map<String, Object> part = part("text");
    part.put("content", redaction.apply(text));
    return part;
  }

  private Map<String, Object> audio(Content.Audio audio) {
    Map<String, Object> part;
    if (audio.media() != null) {
      part = media("audio", audio.media());
    } else if (audio.id() != null) {
      part = part("file");
      part.put("modality", "audio");
      part.put("file_id", audio.id());
    } else {
      part = generic("audio");
    }
    putIfKnown(part, "transcript", redacted(audio.transcript()));
    return part;
  }

  private Map<String, Object> media(String modality, Media media) {
    boolean blob = media.base64() != null;
    Map<String, Object> part = part(blob ? "blob" : media.url() == null ? "file" : "uri");
    part.put("modality", modality);
    putIfKnown(part, "mime_type", media.mediaType());
    putIfKnown(part, "content", media.base64());
    putIfKnown(part, "uri", redacted(media.url()));
    putIfKnown(part, "file_id", media.fileId());
    return part;
  }

  /** A part of the provider's own: its type, and its members beside it. */
  private Map<String, Object> opaque(Content.Opaque opaque) {
    Object json = json(redaction.apply(opaque.json()));
    if (!(json instanceof Map<?, ?> members)) {
      return generic("unknown");
    }
    Object type = members.get("type");
    Map<String, Object> part = generic(type instanceof String name ? name : "unknown");
    members.forEach(
        (name, value) -> {
          if (value != null) {
            part.putIfAbsent((String) name, value);
          }
        });
    return part;
  }

  private static Map<String, Object> generic(String type) {
    Map<String, Object> part = part("generic");
    part.put("generic_type", type);
    return part;
  }

  private static Map<String, Object> part(String type) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", type);
    return part;
  }

  /** The value that JSON text is, or the text itself where it is no JSON object, or too deep. */
  private static Object json(String text) {
    try {
      Map<String, @Nullable Object> object = JsonValues.parseObject(text);
      return Nesting.fits(object) ? object : text;
    } catch (IOException notAnObject) {
      return text;
    }
  }

  private @Nullable String redacted(@Nullable String text) {
    return text == null ? null : redaction.apply(text);
  }

  private static void putIfKnown(Map<String, Object> part, String name, @Nullable Object value) {
    if (value != null) {
      part.put(name, value);
    }
  }

  /** The schema's own word for the reason, or what the provider sent. */
  private static @Nullable String reason(Choice choice) {
    FinishReason reason = choice.finishReason();
    if (reason == null) {
      return null;
    }
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_call";
      case CONTENT_FILTER -> "content_filter";
      case ERROR -> "error";
      case OTHER -> choice.rawFinishReason();
    };
  }
}
