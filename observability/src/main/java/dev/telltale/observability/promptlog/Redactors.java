package dev.telltale.observability.promptlog;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The redactors built in. They find shapes, not meaning: names, addresses and anything written in
 * words pass. {@code docs/prompt-log.md} has their precision and recall on a set of labelled texts.
 */
public final class Redactors {
  private Redactors() {}

  /** All of them; the default of a prompt log. */
  public static Redactor all() {
    return inOrder(apiKeys(), emails(), ibans(), cards(), phones());
  }

  /** API keys and tokens of known shapes, JSON web tokens, and private keys: {@code [api-key]}. */
  public static Redactor apiKeys() {
    return new ShapeRedactor(
        "api-key", text -> Shapes.of(text).apiKey, candidate -> candidate.length());
  }

  /** E-mail addresses: {@code [email]}. */
  public static Redactor emails() {
    Redactor shape =
        new ShapeRedactor("email", text -> Shapes.of(text).email, candidate -> candidate.length());
    // Most texts have none, and to look for one character is quick.
    return text -> text.indexOf('@') < 0 ? text : shape.redact(text);
  }

  /** Numbers of payment cards with the right check digit: {@code [card]}. */
  public static Redactor cards() {
    return new ShapeRedactor("card", text -> Shapes.of(text).card, Shapes::cardLength);
  }

  /** Telephone numbers, international or in a common national form: {@code [phone]}. */
  public static Redactor phones() {
    return new ShapeRedactor(
        "phone", text -> Shapes.of(text).phone, candidate -> candidate.length());
  }

  /** Bank accounts (IBAN) with the right check digits: {@code [iban]}. */
  public static Redactor ibans() {
    return new ShapeRedactor("iban", text -> Shapes.of(text).iban, Shapes::ibanLength);
  }

  /**
   * What a pattern of one's own finds.
   *
   * @param name is put in its place, in brackets
   */
  public static Redactor pattern(String name, Pattern pattern) {
    requireNonNull(name, "name");
    requireNonNull(pattern, "pattern");
    return new ShapeRedactor(name, text -> pattern, candidate -> candidate.length());
  }

  /** Several, each given what the one before left. */
  public static Redactor inOrder(Redactor... redactors) {
    List<Redactor> all = List.of(redactors);
    return text -> {
      String left = text;
      for (Redactor redactor : all) {
        left = redactor.redact(left);
      }
      return left;
    };
  }
}
