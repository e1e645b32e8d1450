package dev.telltale.observability.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under a title and a head, in columns as wide as they need; numbers stand to the right. */
final class TextTable {
  private static final String INDENT = "  ";

  private final String title;
  private final int names;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Creates a table without rows.
   *
   * @param names how many of the first columns hold names; the others hold numbers
   */
  TextTable(String title, int names, String... head) {
    this.title = title;
    this.names = names;
    rows.add(Arrays.asList(head));
  }

  TextTable row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** The table, or nothing if it has no rows. */
  String render() {
    if (rows.size() == 1) {
      return "";
    }
    StringBuilder text = new StringBuilder(title).append(System.lineSeparator());
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(INDENT).append(cell(row.get(column), column));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private String cell(String cell, int column) {
    int width = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    String padding = " ".repeat(width - cell.length());
    return column < names ? cell + padding : padding + cell;
  }
}
