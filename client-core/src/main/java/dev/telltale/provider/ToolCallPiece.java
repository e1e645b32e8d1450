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
 * @param providerData a JSON object as text that the provider wants to see again, or null
 */
public record ToolCallPiece(
    int index,
    @Nullable String id,
    @Nullable String name,
    ToolCall.@Nullable Kind kind,
    String arguments,
    @Nullable String providerData) {
  /** Creates a piece. An empty id or name says nothing and becomes null. */
  public ToolCallPiece {
    requireNonNull(arguments, "arguments");
    id = id == null || id.isEmpty() ? null : id;
    name = name == null || name.isEmpty() ? null : name;
  }

  /** The piece that is a whole call. */
  public static ToolCallPiece of(ToolCall call) {
    return new ToolCallPiece(
        -1, call.id(), call.name(), call.kind(), call.rawArguments(), call.providerData());
  }

  /** Whether the piece says nothing: some servers send one before a call, or after. */
  public boolean empty() {
    return id == null && name == null && arguments.isEmpty();
  }
}
