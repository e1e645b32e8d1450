package dev.telltale.openai;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How prompt and answer shall be checked for harm within the call.
 *
 * <p>Immutable and thread-safe.
 */
public final class Moderation {
  private final String model;
  private final @Nullable String inputMode;
  private final @Nullable String outputMode;

  private Moderation(String model, @Nullable String inputMode, @Nullable String outputMode) {
    this.model = requireNonNull(model, "model");
    this.inputMode = inputMode;
    this.outputMode = outputMode;
  }

  /** A check by a model such as {@code omni-moderation-latest}. */
  public static Moderation by(String model) {
    return new Moderation(model, null, null);
  }

  /** Returns this check with what to do about the prompt: {@code score} or {@code block}. */
  public Moderation withInput(String mode) {
    return new Moderation(model, requireNonNull(mode, "mode"), outputMode);
  }

  /** Returns this check with what to do about the answer: {@code score} or {@code block}. */
  public Moderation withOutput(String mode) {
    return new Moderation(model, inputMode, requireNonNull(mode, "mode"));
  }

  /** The model that checks. */
  public String model() {
    return model;
  }

  /** What to do about the prompt, or null for the default. */
  public @Nullable String inputMode() {
    return inputMode;
  }

  /** What to do about the answer, or null for the default. */
  public @Nullable String outputMode() {
    return outputMode;
  }

  @Override
  public String toString() {
    return "Moderation[" + model + ", " + inputMode + ", " + outputMode + "]";
  }
}
