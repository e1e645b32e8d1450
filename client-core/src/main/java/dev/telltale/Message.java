package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation: a role and its ordered parts.
 *
 * <p>Immutable and thread-safe. {@link #toString()} never shows content.
 */
public final class Message {
  private final Role role;
  private final List<Content> parts;
  private final @Nullable String name;

  private Message(Role role, List<Content> parts, @Nullable String name) {
    this.role = role;
    this.parts = parts;
    this.name = name;
  }

  /** A message of the operator: rules for the model. */
  public static Message system(String text) {
    return of(Role.SYSTEM, text);
  }

  /** A message of the developer: rules for the model, the newer name of the system role. */
  public static Message developer(String text) {
    return of(Role.DEVELOPER, text);
  }

  /** A message of the one who asks. */
  public static Message user(String text) {
    return of(Role.USER, text);
  }

  /** An earlier message of the model. */
  public static Message assistant(String text) {
    return of(Role.ASSISTANT, text);
  }

  /**
   * What a tool answered to a {@link ToolCall}.
   *
   * @param callId the {@link ToolCall#id()} it answers
   */
  public static Message tool(String callId, String result) {
    return of(Role.TOOL, List.of(new Content.ToolResult(callId, result)));
  }

  /** A message with one text part. */
  public static Message of(Role role, String text) {
    return of(role, List.of(new Content.Text(text)));
  }

  /**
   * A message with the given parts.
   *
   * @param parts in order; may be empty, as a model's answer can be
   */
  public static Message of(Role role, List<? extends Content> parts) {
    return new Message(requireNonNull(role, "role"), List.copyOf(parts), null);
  }

  /**
   * Returns this message with the name of its author, which tells authors of one role apart.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public Message withName(String name) {
    if (requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("The name of a message's author is blank");
    }
    return new Message(role, parts, name);
  }

  /** The author's role. */
  public Role role() {
    return role;
  }

  /** The parts in order; unmodifiable. */
  public List<Content> parts() {
    return parts;
  }

  /** The author's name, or null if none was given. */
  public @Nullable String name() {
    return name;
  }

  /** The text parts joined without separator; empty if there are none. */
  public String text() {
    if (parts.size() == 1 && parts.get(0) instanceof Content.Text only) {
      return only.text();
    }
    StringBuilder joined = new StringBuilder();
    for (Content part : parts) {
      if (part instanceof Content.Text text) {
        joined.append(text.text());
      }
    }
    return joined.toString();
  }

  /** The tools the model asks for, in order; unmodifiable, empty if it asks for none. */
  public List<ToolCall> toolCalls() {
    List<ToolCall> calls = new ArrayList<>(0);
    for (Content part : parts) {
      if (part instanceof ToolCall call) {
        calls.add(call);
      }
    }
    return List.copyOf(calls);
  }

  /** Names the role and the parts with their sizes; never content. */
  @Override
  public String toString() {
    return "Message[" + role + " " + parts + "]";
  }
}
