package dev.telltale.openai.functional;

import dev.telltale.rig.fault.Fault;
import dev.telltale.rig.fault.Moment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code fault-matrix.txt}: what a call of each form does about each fault. */
final class FaultMatrix {
  private static final String FILE = "/fault-matrix.txt";

  private FaultMatrix() {}

  /** The cells that can happen, row by row. */
  static List<Cell> cells() throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (List<String> row : rows()) {
      Fault fault = Fault.valueOf(row.get(0));
      for (Form form : Form.values()) {
        Cell cell = Cell.parse(fault, form, row.get(form.column));
        if (cell != null) {
          cells.add(cell);
        }
      }
    }
    return cells;
  }

  /** The rows under the titles, each with the fault and a cell for each form. */
  static List<List<String>> rows() throws IOException {
    try (InputStream file = FaultMatrix.class.getResourceAsStream(FILE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .skip(1)
          .map(line -> List.of(line.strip().split(" *\\| *")))
          .toList();
    }
  }

  /** How a call is made, and when the fault meets it. */
  enum Form {
    WHOLE(1, Moment.WHOLE),
    ASYNC(2, Moment.WHOLE),
    STREAM_OPENING(3, Moment.BEFORE_FIRST_EVENT),
    STREAM_BEGUN(4, Moment.AFTER_FIRST_EVENT);

    final int column;
    final Moment moment;

    Form(int column, Moment moment) {
      this.column = column;
      this.moment = moment;
    }
  }

  /**
   * What is expected of one call.
   *
   * @param ending ANSWERED, the kind of its failure, or the outcome of its stream
   */
  record Cell(Fault fault, Form form, int attempts, String ending) {
    static @Nullable Cell parse(Fault fault, Form form, String text) {
      if (text.equals("-")) {
        return null;
      }
      int space = text.indexOf(' ');
      int attempts = Integer.parseInt(text.substring(0, space));
      return new Cell(fault, form, attempts, text.substring(space + 1));
    }

    /** What is expected where the fault does not happen again. */
    Cell ofPassingFault() {
      return new Cell(fault, form, 2, "ANSWERED");
    }

    /** How many of the attempts the server gets to see, with what it took to set the fault up. */
    int sends() {
      return switch (fault) {
        case REFUSED -> 0;
        // One call comes first; what is sent to a closed connection nobody reads.
        case STALE_CONNECTION -> 2;
        default -> attempts;
      };
    }

    @Override
    public String toString() {
      return fault + " " + form;
    }
  }
}
