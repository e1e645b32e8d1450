package dev.telltale.observability.promptlog;

import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces what has a shape and passes a check. */
final class ShapeRedactor implements Redactor {
  private final String replacement;
  private final Function<String, Pattern> shape;
  private final ToIntFunction<String> confirmed;

  /**
   * Creates a redactor.
   *
   * @param shape the pattern for a text
   * @param confirmed how many characters of a candidate are what was looked for; 0 if it is not
   */
  ShapeRedactor(String name, Function<String, Pattern> shape, ToIntFunction<String> confirmed) {
    this.replacement = "[" + name + "]";
    this.shape = shape;
    this.confirmed = confirmed;
  }

  @Override
  public String redact(String text) {
    Matcher matcher = shape.apply(text).matcher(text);
    StringBuilder left = null;
    int copied = 0;
    int from = 0;
    while (from <= text.length() && matcher.find(from)) {
      int length = confirmed.applyAsInt(matcher.group());
      if (length == 0) {
        from = matcher.start() + 1;
        continue;
      }
      left = left == null ? new StringBuilder(text.length()) : left;
      left.append(text, copied, matcher.start()).append(replacement);
      copied = matcher.start() + length;
      from = copied;
    }
    return left == null ? text : left.append(text, copied, text.length()).toString();
  }
}
