package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

/**
 * A JSON text that is no value of the type asked for. The message names the place and what is wrong
 * there; it holds nothing of the text.
 */
public final class MismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  MismatchException(String path, String problem) {
    super(path + " " + problem);
    this.path = requireNonNull(path, "path");
    this.problem = requireNonNull(problem, "problem");
  }

  /** Where it is, from {@code $}, the whole text, such as {@code $.days[2].low}. */
  public String path() {
    return path;
  }

  /** What is wrong there, such as {@code is missing} or {@code is not a number}. */
  public String problem() {
    return problem;
  }
}
