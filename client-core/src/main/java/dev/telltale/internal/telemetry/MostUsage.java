package dev.telltale.internal.telemetry;

import dev.telltale.Budget;
import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.JsonSchema;
import dev.telltale.Message;
import dev.telltale.TokenKind;
import dev.telltale.Tool;
import dev.telltale.Usage;

/**
 * About the most tokens that a call may use. Texts count a token for three bytes of UTF-8, which is
 * more than English takes and about what other scripts do; a picture, recording or document counts
 * a fixed number.
 */
final class MostUsage {
  private static final long BYTES_PER_TOKEN = 3;
  private static final long MESSAGE = 16;
  private static final long MEDIUM = 2_000;

  private MostUsage() {}

  static Usage of(ChatRequest request) {
    long input = MESSAGE + tokens(request.instructions() == null ? "" : request.instructions());
    for (Message message : request.messages()) {
      input += MESSAGE;
      for (Content part : message.parts()) {
        input += tokens(part);
      }
    }
    for (Tool tool : request.tools()) {
      input += tokens(tool);
    }
    long output = request.maxTokens().orElse(Budget.DEFAULT_OUTPUT_TOKENS);
    return Usage.builder()
        .tokens(TokenKind.INPUT, input)
        .tokens(TokenKind.OUTPUT, output * request.choiceCount().orElse(1))
        .build();
  }

  private static long tokens(Content part) {
    if (part instanceof Content.Text text) {
      return tokens(text.text());
    }
    if (part instanceof Content.ToolResult result) {
      return MESSAGE + tokens(result.text());
    }
    return MEDIUM;
  }

  private static long tokens(Tool tool) {
    String description = tool.description();
    JsonSchema parameters = tool.parameters();
    return MESSAGE
        + tokens(tool.name())
        + (description == null ? 0 : tokens(description))
        + (parameters == null ? 0 : tokens(parameters.json()));
  }

  private static long tokens(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    return bytes / BYTES_PER_TOKEN + 1;
  }
}
