package dev.telltale;

import static java.util.Objects.requireNonNull;

/**
 * The author of a {@link Message}: an open value with known constants.
 *
 * @param name the role as it stands on the wire, such as {@code user}
 */
public record Role(String name) {
  /** Rules for the model from the operator of the application. */
  public static final Role SYSTEM = new Role("system");

  /** Rules for the model from the developer; the newer name of {@link #SYSTEM} at OpenAI. */
  public static final Role DEVELOPER = new Role("developer");

  /** The person or program that asks. */
  public static final Role USER = new Role("user");

  /** The model. */
  public static final Role ASSISTANT = new Role("assistant");

  /** A tool that the model asked for. */
  public static final Role TOOL = new Role("tool");

  /**
   * Creates a role.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public Role {
    requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A role needs a name, such as user");
    }
  }

  /** Returns the constant of this name if there is one, else a new role. */
  public static Role of(String name) {
    return switch (name) {
      case "system" -> SYSTEM;
      case "developer" -> DEVELOPER;
      case "user" -> USER;
      case "assistant" -> ASSISTANT;
      case "tool" -> TOOL;
      default -> new Role(name);
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
