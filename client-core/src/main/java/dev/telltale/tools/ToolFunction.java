package dev.telltale.tools;

import org.jspecify.annotations.Nullable;

/**
 * What a tool does, from arguments of a type to a result.
 *
 * <p>Thread-safe where the model may ask for the tool several times at once, which it may unless
 * the request says otherwise.
 *
 * @param <A> the type of the arguments, such as a record
 */
@FunctionalInterface
public interface ToolFunction<A> {

  /**
   * Runs the tool.
   *
   * @return what the model is told: a text as it is; a record, list, map, number or the like as
   *     JSON; null as an empty text
   * @throws ToolException if the tool cannot do what the model asks; the model is told the message
   * @throws Exception if the tool failed; the model is told that it did, not why
   */
  @Nullable Object run(A arguments) throws Exception;
}
