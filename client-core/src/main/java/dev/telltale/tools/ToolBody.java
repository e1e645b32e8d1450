package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.ToolCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What runs when a model calls a tool, in its plainest form: the call as the model wrote it, and a
 * text for the model.
 */
@FunctionalInterface
public interface ToolBody {

  /**
   * Starts the tool. The stage brings the text for the model.
   *
   * @throws MismatchException if the arguments are not what the tool takes
   * @throws Exception if the tool cannot be started
   */
  CompletionStage<String> run(ToolCall call) throws Exception;

  /** Returns a body that reads arguments of a type, calls a function, and writes its result. */
  static <A> ToolBody of(JsonType<A> arguments, ToolFunction<? super A> function) {
    requireNonNull(arguments, "arguments");
    requireNonNull(function, "function");
    ResultText results = new ResultText();
    return call -> {
      A read = arguments.parse(json(call));
      try {
        return CompletableFuture.completedFuture(results.of(function.run(read)));
      } catch (MismatchException own) {
        throw inTheTool(own);
      }
    };
  }

  /** Returns a body that reads arguments of a type and writes a result that comes later. */
  static <A> ToolBody async(JsonType<A> arguments, AsyncToolFunction<? super A> function) {
    requireNonNull(arguments, "arguments");
    requireNonNull(function, "function");
    ResultText results = new ResultText();
    return call -> {
      A read = arguments.parse(json(call));
      try {
        return function.run(read).thenApply(results::of);
      } catch (MismatchException own) {
        throw inTheTool(own);
      }
    };
  }

  /** The model's arguments did fit, and it must not be told that they did not. */
  private static IllegalStateException inTheTool(MismatchException own) {
    return new IllegalStateException("The tool itself read JSON that did not fit", own);
  }

  /** Models write nothing at all for a tool without parameters. */
  private static String json(ToolCall call) {
    return call.rawArguments().isBlank() ? "{}" : call.rawArguments();
  }
}
