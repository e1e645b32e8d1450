package dev.telltale.internal.telemetry;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.JsonSchema;
import dev.telltale.Message;
import dev.telltale.ResponseFormat;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * Counts tokens by the length of texts, as no tokenizer is at hand.
 *
 * @param bytesPerToken the bytes of UTF-8 that make a token
 * @param perMessage the tokens around each message or definition
 */
record TokenCount(long bytesPerToken, long perMessage) {
  /** More than English takes, and about what other scripts do. */
  static final TokenCount MOST = new TokenCount(3, 16);

  /** About what English takes. */
  static final TokenCount LIKELY = new TokenCount(4, 4);

  /** A picture, recording or document. */
  private static final long MEDIUM = 2_000;

  long input(ChatRequest request) {
    String instructions = request.instructions();
    ResponseFormat format = request.responseFormat();
    long input = perMessage + of(instructions == null ? "" : instructions);
    input += format == null ? 0 : of(format);
    for (Message message : request.messages()) {
      input += perMessage + of(message);
    }
    for (Tool tool : request.tools()) {
      input += of(tool);
    }
    return input;
  }

  long output(ChatResponse response) {
    long output = 0;
    for (Choice choice : response.choices()) {
      output += of(choice.message());
    }
    return output;
  }

  private long of(Message message) {
    long tokens = 0;
    for (Content part : message.parts()) {
      tokens += of(part);
    }
    return tokens;
  }

  private long of(Content part) {
    if (part instanceof Content.Text text) {
      return of(text.text());
    }
    if (part instanceof Content.Refusal refusal) {
      return of(refusal.text());
    }
    if (part instanceof Content.Thinking thinking) {
      return of(thinking.text());
    }
    if (part instanceof ToolCall call) {
      return perMessage + of(call.name()) + of(call.rawArguments());
    }
    if (part instanceof Content.ToolResult result) {
      return perMessage + of(result.text());
    }
    return MEDIUM;
  }

  private long of(Tool tool) {
    JsonSchema parameters = tool.parameters();
    Tool.Grammar grammar = tool.grammar();
    return perMessage
        + of(tool.name())
        + ofAny(tool.description())
        + ofAny(parameters == null ? null : parameters.json())
        + ofAny(grammar == null ? null : grammar.definition());
  }

  private long of(ResponseFormat format) {
    JsonSchema schema = format.schema();
    return schema == null
        ? 0
        : perMessage + ofAny(format.name()) + ofAny(format.description()) + of(schema.json());
  }

  private long ofAny(@Nullable String text) {
    return text == null ? 0 : of(text);
  }

  private long of(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    return bytes / bytesPerToken + 1;
  }
}
