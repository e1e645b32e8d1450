package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Which tools a model may or must call.
 *
 * <p>Immutable and thread-safe.
 *
 * @param mode whether it may or must
 * @param names the only tools it may choose from; empty for all of the request's
 */
public record ToolChoice(Mode mode, List<String> names) {
  /** Creates a choice. */
  public ToolChoice {
    requireNonNull(mode, "mode");
    names = List.copyOf(names);
  }

  /** The model decides. */
  public static ToolChoice auto() {
    return new ToolChoice(Mode.AUTO, List.of());
  }

  /** The model calls no tool. */
  public static ToolChoice none() {
    return new ToolChoice(Mode.NONE, List.of());
  }

  /** The model calls at least one tool. */
  public static ToolChoice required() {
    return new ToolChoice(Mode.REQUIRED, List.of());
  }

  /** The model calls this tool. */
  public static ToolChoice tool(String name) {
    return new ToolChoice(Mode.TOOL, List.of(name));
  }

  /**
   * The model decides among these tools of the request.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static ToolChoice autoAmong(List<String> names) {
    return among(Mode.AUTO, names);
  }

  /**
   * The model calls at least one of these tools of the request.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static ToolChoice requiredAmong(List<String> names) {
    return among(Mode.REQUIRED, names);
  }

  private static ToolChoice among(Mode mode, List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("Name at least one tool that may be called");
    }
    return new ToolChoice(mode, names);
  }

  /** Whether a model may or must call a tool. */
  public enum Mode {
    /** It decides. */
    AUTO,
    /** It must not. */
    NONE,
    /** It must. */
    REQUIRED,
    /** It must, and the one tool is named. */
    TOOL
  }
}
