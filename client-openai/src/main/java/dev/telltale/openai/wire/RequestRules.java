package dev.telltale.openai.wire;

import dev.telltale.ChatRequest;
import dev.telltale.Tool;
import dev.telltale.ToolChoice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses requests that contradict themselves, whoever the server is. */
final class RequestRules {
  private RequestRules() {}

  /**
   * Checks a request.
   *
   * @throws IllegalArgumentException if it contradicts itself
   */
  static void check(ChatRequest request) {
    Set<String> names = names(request.tools());
    ToolChoice choice = request.toolChoice();
    boolean toolsSent = !names.isEmpty() || request.extraBody().containsKey("tools");
    require(
        toolsSent || (choice == null && request.parallelToolCalls() == null),
        "The request says how to call tools but has none; add one with tool(..)");
    if (choice != null) {
      checkChoice(choice, names);
    }
  }

  private static Set<String> names(List<Tool> tools) {
    if (tools.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (Tool tool : tools) {
      require(names.add(tool.name()), "Two tools have the same name; rename one");
    }
    return names;
  }

  private static void checkChoice(ToolChoice choice, Set<String> names) {
    int chosen = choice.names().size();
    switch (choice.mode()) {
      case TOOL -> require(chosen == 1, "A choice of one tool names one; see ToolChoice.tool");
      case NONE -> require(chosen == 0, "A choice of no tool names none; see ToolChoice.none");
      case AUTO, REQUIRED -> {}
    }
    require(
        names.containsAll(choice.names()),
        "The tool choice names a tool that the request does not have; add it with tool(..)");
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
