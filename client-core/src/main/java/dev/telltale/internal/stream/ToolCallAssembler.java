package dev.telltale.internal.stream;

import dev.telltale.ToolCall;
import dev.telltale.provider.ToolCallPiece;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the tool calls of one choice together.
 *
 * <p>A piece belongs to the call of its index, unless it brings another id and a name: some proxies
 * number every call 0. Without an index it belongs to the call of its id; a new id or a name opens
 * a call; anything else goes to the last one.
 */
final class ToolCallAssembler {
  private final List<Slot> slots = new ArrayList<>(1);

  /** Takes a piece and says to which call it went, or null if it says nothing at all. */
  @Nullable Taken take(ToolCallPiece piece) {
    if (piece.id() == null && piece.name() == null && piece.arguments().isEmpty()) {
      return null;
    }
    Slot slot = slot(piece);
    boolean named = slot.name == null && piece.name() != null;
    slot.add(piece);
    return new Taken(slots.indexOf(slot), named ? piece.name() : null);
  }

  List<ToolCall> toToolCalls() {
    List<ToolCall> calls = new ArrayList<>(slots.size());
    for (int i = 0; i < slots.size(); i++) {
      calls.add(slots.get(i).toToolCall(i));
    }
    return calls;
  }

  private Slot slot(ToolCallPiece piece) {
    Slot known = piece.index() >= 0 ? ofIndex(piece) : ofId(piece);
    if (known != null) {
      return known;
    }
    Slot opened = new Slot(piece.index());
    slots.add(opened);
    return opened;
  }

  private @Nullable Slot ofIndex(ToolCallPiece piece) {
    for (int i = slots.size() - 1; i >= 0; i--) {
      Slot slot = slots.get(i);
      if (slot.index == piece.index()) {
        return slot.isAnother(piece) ? null : slot;
      }
    }
    return null;
  }

  private @Nullable Slot ofId(ToolCallPiece piece) {
    String id = piece.id();
    if (id == null) {
      boolean opens = piece.name() != null || slots.isEmpty();
      return opens ? null : slots.get(slots.size() - 1);
    }
    for (Slot slot : slots) {
      if (id.equals(slot.id)) {
        return slot;
      }
    }
    return null;
  }

  /**
   * Where a piece went.
   *
   * @param call the position of the call
   * @param name the tool's name if this piece brought it
   */
  record Taken(int call, @Nullable String name) {}

  private static final class Slot {
    private final int index;
    private final StringBuilder arguments = new StringBuilder();
    private @Nullable String id;
    private @Nullable String name;
    private ToolCall.@Nullable Kind kind;

    Slot(int index) {
      this.index = index;
    }

    void add(ToolCallPiece piece) {
      id = id == null ? piece.id() : id;
      name = name == null ? piece.name() : name;
      kind = kind == null ? piece.kind() : kind;
      arguments.append(piece.arguments());
    }

    boolean isAnother(ToolCallPiece piece) {
      return id != null && piece.id() != null && piece.name() != null && !id.equals(piece.id());
    }

    /** A server that sends no id gets one that tells the calls of this answer apart. */
    ToolCall toToolCall(int position) {
      String callId = id == null ? "call_" + position : id;
      String toolName = name == null ? "" : name;
      return kind == ToolCall.Kind.CUSTOM
          ? ToolCall.custom(callId, toolName, arguments.toString())
          : ToolCall.function(callId, toolName, arguments.toString());
    }
  }
}
