package dev.telltale.internal.stream;

import dev.telltale.ToolCall;
import dev.telltale.provider.ToolCallPiece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<String, Slot> ofIds = new HashMap<>(2);

  /** The last call of each index. */
  private final Map<Integer, Slot> ofIndexes = new HashMap<>(2);

  /** Takes a piece and says to which call it went, or null if it says nothing at all. */
  @Nullable Taken take(ToolCallPiece piece) {
    if (piece.empty()) {
      return null;
    }
    Slot slot = slot(piece);
    boolean named = slot.name == null && piece.name() != null;
    slot.add(piece);
    if (slot.id != null) {
      ofIds.putIfAbsent(slot.id, slot);
    }
    return new Taken(slot.position, named ? piece.name() : null);
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  List<ToolCall> toToolCalls() {
    return slots.stream().map(Slot::toToolCall).toList();
  }

  private Slot slot(ToolCallPiece piece) {
    Slot known = piece.index() >= 0 ? ofIndex(piece) : ofId(piece);
    if (known != null) {
      return known;
    }
    Slot opened = new Slot(slots.size());
    slots.add(opened);
    if (piece.index() >= 0) {
      ofIndexes.put(piece.index(), opened);
    }
    return opened;
  }

  private @Nullable Slot ofIndex(ToolCallPiece piece) {
    Slot slot = ofIndexes.get(piece.index());
    return slot == null || slot.isAnother(piece) ? null : slot;
  }

  private @Nullable Slot ofId(ToolCallPiece piece) {
    String id = piece.id();
    if (id != null) {
      return ofIds.get(id);
    }
    boolean opens = piece.name() != null || slots.isEmpty();
    return opens ? null : slots.get(slots.size() - 1);
  }

  /**
   * Where a piece went.
   *
   * @param call the position of the call
   * @param name the tool's name if this piece brought it
   */
  record Taken(int call, @Nullable String name) {}

  private static final class Slot {
    private final int position;
    private final StringBuilder arguments = new StringBuilder();
    private @Nullable String id;
    private @Nullable String name;
    private ToolCall.@Nullable Kind kind;
    private @Nullable String providerData;

    Slot(int position) {
      this.position = position;
    }

    void add(ToolCallPiece piece) {
      id = id == null ? piece.id() : id;
      name = name == null ? piece.name() : name;
      kind = kind == null ? piece.kind() : kind;
      providerData = providerData == null ? piece.providerData() : providerData;
      arguments.append(piece.arguments());
    }

    boolean isAnother(ToolCallPiece piece) {
      return id != null && piece.id() != null && piece.name() != null && !id.equals(piece.id());
    }

    /** A server that sends no id gets one that tells the calls of this answer apart. */
    ToolCall toToolCall() {
      String callId = id == null ? "call_" + position : id;
      String toolName = name == null ? "" : name;
      ToolCall call =
          kind == ToolCall.Kind.CUSTOM
              ? ToolCall.custom(callId, toolName, arguments.toString())
              : ToolCall.function(callId, toolName, arguments.toString());
      return providerData == null ? call : call.withProviderData(providerData);
    }
  }
}
