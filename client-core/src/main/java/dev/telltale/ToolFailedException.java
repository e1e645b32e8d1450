package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.ErrorDetails;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tool failed or took too long, and its loop was told to throw. The cause is what the tool threw,
 * or null if it took too long.
 */
public final class ToolFailedException extends LlmException {
  private static final long serialVersionUID = 1L;

  private final String tool;

  private ToolFailedException(ErrorDetails details, String tool) {
    super(details);
    this.tool = requireNonNull(tool, "tool");
  }

  /**
   * Returns the exception for the failure of a tool. For engines and fakes.
   *
   * @param cause what the tool threw, or null if it took too long
   */
  public static ToolFailedException from(String tool, @Nullable Throwable cause) {
    return new ToolFailedException(details(cause).build(), tool);
  }

  /**
   * Returns the exception for the failure of a tool, with a report. For engines and fakes.
   *
   * @param cause what the tool threw, or null if it took too long
   * @param report how the loop went that called the tool
   */
  public static ToolFailedException from(
      String tool, @Nullable Throwable cause, Supplier<CallReport> report) {
    return new ToolFailedException(details(cause).report(report).build(), tool);
  }

  /** The name of the tool. */
  public String tool() {
    return tool;
  }

  private static ErrorDetails.Builder details(@Nullable Throwable cause) {
    String hint = cause == null ? "It took too long." : "See the cause.";
    return ErrorDetails.builder(ErrorKind.TOOL_FAILED).hint(hint).cause(cause);
  }
}
