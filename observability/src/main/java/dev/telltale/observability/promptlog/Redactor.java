package dev.telltale.observability.promptlog;

/**
 * Takes out of a text what must not be kept. Runs on the thread that writes the log, before
 * anything is stored; {@link Redactors} has those built in.
 *
 * <p>Must be thread-safe. If it throws, the call is kept without any content.
 */
@FunctionalInterface
public interface Redactor {

  /** Returns the text without it: the same text if there is nothing to take out. */
  String redact(String text);
}
