package dev.telltale.telemetry;

/**
 * Takes out of recorded content what must not be there, before anything else is done with it.
 *
 * <p>Given each piece of text: instructions, texts of messages, tool arguments and results as JSON
 * text, URLs, and what definitions of tools hold. It must be quick and thread-safe. If it throws,
 * nothing of the call's content is recorded, and {@link GenAi#TELEMETRY_FAILURES} counts that.
 */
@FunctionalInterface
public interface ContentRedactor {

  /** Returns what may be recorded of the text. */
  String redact(String text);
}
