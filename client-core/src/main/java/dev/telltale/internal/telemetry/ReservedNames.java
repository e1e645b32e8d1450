package dev.telltale.internal.telemetry;

import java.util.List;

/** Internal: the names of attributes that telemetry sets, and that nobody else may. */
public final class ReservedNames {
  private static final List<String> PREFIXES =
      List.of("gen_ai.", "llm.", "error.", "server.", "openai.", "azure.");

  private ReservedNames() {}

  /** Whether telemetry uses such names. */
  public static boolean contains(String name) {
    return PREFIXES.stream().anyMatch(name::startsWith);
  }
}
