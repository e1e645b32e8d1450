package dev.telltale.rig;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.TokenKind;
import dev.telltale.ToolCall;
import dev.telltale.Usage;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.StreamSink;
import dev.telltale.provider.ToolCallPiece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The wire format of {@link PlainProvider}: each line is a word and what it is about. {@code text},
 * {@code refuse}, {@code call} and {@code finish} are about choice 0; their forms {@code text1} and
 * so on are about another. {@code bug} makes the decoder throw what it may not.
 */
public final class PlainLines {
  private PlainLines() {}

  /** An event of a stream that brings these lines. */
  public static String event(String... lines) {
    StringBuilder event = new StringBuilder();
    for (String line : lines) {
      event.append("data: ").append(line).append('\n');
    }
    return event.append('\n').toString();
  }

  static void read(String lines, StreamSink sink) throws IOException {
    for (String line : lines.lines().toList()) {
      String[] words = line.split(" ", 2);
      read(words[0], words.length == 1 ? "" : words[1], sink);
    }
  }

  private static void read(String word, String about, StreamSink sink) throws IOException {
    char last = word.charAt(word.length() - 1);
    int choice = Character.isDigit(last) ? last - '0' : 0;
    switch (choice == 0 ? word : word.substring(0, word.length() - 1)) {
      case "id" -> sink.id(about);
      case "model" -> sink.model(about);
      case "tier" -> sink.serviceTier(about);
      case "text" -> sink.text(choice, about);
      case "refuse" -> sink.refusal(choice, about);
      case "call" -> sink.toolCall(choice, ToolCallPiece.of(call(about)));
      case "finish" -> sink.finish(choice, reason(about), about);
      case "usage" -> sink.usage(usage(about));
      case "error" -> sink.error(ErrorDetails.builder(ErrorKind.STREAM_ERROR).code(about).build());
      case "done" -> sink.done();
      case "nothing" -> {}
      case "bug" -> throw new UnsupportedOperationException(about);
      default -> throw new IOException("Not a line: " + word + " " + about);
    }
  }

  static ChatResponse answer(String lines) throws IOException {
    ChatResponse.Builder answer = ChatResponse.builder();
    List<Content> parts = new ArrayList<>();
    String finish = null;
    for (String line : lines.lines().toList()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "id" -> answer.id(words[1]);
        case "model" -> answer.model(words[1]);
        case "tier" -> answer.serviceTier(words[1]);
        case "text" -> parts.add(new Content.Text(words[1]));
        case "call" -> parts.add(call(words[1]));
        case "finish" -> finish = words[1];
        case "usage" -> answer.usage(usage(words[1]));
        case "bug" -> throw new UnsupportedOperationException(line);
        default -> throw new IOException("Not a line: " + line);
      }
    }
    Choice.Builder choice = Choice.builder(0, Message.of(Role.ASSISTANT, parts));
    if (finish != null) {
      choice.finishReason(reason(finish), finish);
    }
    return answer.choices(List.of(choice.build())).build();
  }

  /** An id, the name of a tool, and arguments. */
  private static ToolCall call(String about) {
    String[] words = about.split(" ", 3);
    return ToolCall.function(words[0], words[1], words.length == 3 ? words[2] : "");
  }

  private static Usage usage(String counts) {
    String[] parts = counts.split(" ", 2);
    return Usage.builder()
        .tokens(TokenKind.INPUT, Long.parseLong(parts[0]))
        .tokens(TokenKind.OUTPUT, Long.parseLong(parts[1]))
        .build();
  }

  private static FinishReason reason(String raw) {
    return switch (raw) {
      case "stop" -> FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }
}
