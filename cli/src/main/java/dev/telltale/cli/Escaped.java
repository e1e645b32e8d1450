package dev.telltale.cli;

/**
 * Makes texts that others wrote safe to print: what a terminal may take for a command, and what
 * changes the order or look of the text around it, is shown as {@code \}{@code uXXXX}.
 */
final class Escaped {
  private Escaped() {}

  /** Escapes line breaks too. */
  static String line(String text) {
    return escape(text, "");
  }

  /** Leaves line breaks and tabs as they are. */
  static String lines(String text) {
    return escape(text.replace("\r\n", "\n"), "\n\t");
  }

  /** Escapes within JSON, which stays the same JSON. */
  static String json(String json) {
    return escape(json, "\n");
  }

  private static String escape(String text, String allowed) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (harmless(point) || allowed.indexOf(point) >= 0) {
                safe.appendCodePoint(point);
              } else {
                for (char unit : Character.toChars(point)) {
                  safe.append(String.format("\\u%04x", (int) unit));
                }
              }
            });
    return safe.toString();
  }

  private static boolean harmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
