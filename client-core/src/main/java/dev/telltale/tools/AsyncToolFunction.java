package dev.telltale.tools;

import java.util.concurrent.CompletionStage;

/**
 * What a tool does without holding a thread, from arguments of a type to a result that comes later.
 *
 * <p>Thread-safe where the model may ask for the tool several times at once.
 *
 * @param <A> the type of the arguments, such as a record
 */
@FunctionalInterface
public interface AsyncToolFunction<A> {

  /**
   * Starts the tool. The stage brings what {@link ToolFunction#run} returns, and fails as that
   * throws.
   *
   * @throws Exception if the tool cannot be started
   */
  CompletionStage<?> run(A arguments) throws Exception;
}
