package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import dev.telltale.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a tool call in a stream, as the server sent it.
 *
 * @param index the position of the call, or -1 if the server did not say
 * @param id the id of the call, or null
 * @param name the name of the tool, or null
 * @param kind what the tool takes, or null if the server did not say
 * @param arguments a piece of the arguments; may be empty
 */
public record ToolCallPiece(
    int index,
    @Nullable String id,
    @Nullable String name,
    ToolCall.@Nullable Kind kind,
    String arguments) {
  /** Creates a piece. An empty id or name says nothing and becomes null. */
  public ToolCallPiece {
    requireNonNull(arguments, "arguments");
    id = id == null || id.isEmpty() ? null : id;
    name = name == null || name.isEmpty() ? null : name;
  }
}
