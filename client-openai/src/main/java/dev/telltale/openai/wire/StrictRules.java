package dev.telltale.openai.wire;

import static dev.telltale.openai.wire.RequestRules.require;

import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.Message;
import dev.telltale.Tool;
import dev.telltale.openai.OpenAiOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses before sending what OpenAI refuses after it. A value that OpenAI has begun to take since
 * goes by {@link ChatRequest.Builder#extraBody} in place of the typed member.
 */
final class StrictRules {
  private static final double MAX_TEMPERATURE = 2;
  private static final int MAX_CHOICES = 128;
  private static final int MAX_STOP_SEQUENCES = 4;
  private static final int MAX_TOP_LOG_PROBS = 20;

  private static final List<String> ROLES =
      List.of("system", "developer", "user", "assistant", "tool", "function");
  private static final List<String> EFFORTS =
      List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
  private static final List<String> TIERS =
      List.of("auto", "default", "flex", "scale", "priority", "fast");
  private static final List<String> LEVELS = List.of("low", "medium", "high");
  private static final List<String> DETAILS = List.of("auto", "low", "high");
  private static final List<String> INPUT_SOUNDS = List.of("wav", "mp3");
  private static final List<String> OUTPUT_SOUNDS =
      List.of("wav", "aac", "mp3", "flac", "opus", "pcm16");
  private static final List<String> SYNTAXES = List.of("lark", "regex");
  private static final List<String> MODERATIONS = List.of("score", "block");

  private StrictRules() {}

  /**
   * Checks a request.
   *
   * @throws IllegalArgumentException if OpenAI is known to refuse it
   */
  static void check(ChatRequest request, @Nullable OpenAiOptions options) {
    require(request.temperature().orElse(0) <= MAX_TEMPERATURE, "temperature is more than 2");
    require(request.choiceCount().orElse(1) <= MAX_CHOICES, "choiceCount is more than 128");
    require(
        request.stopSequences().size() <= MAX_STOP_SEQUENCES,
        "There are more than 4 stop sequences; leave out the rarest");
    require(request.topLogProbs().orElse(0) <= MAX_TOP_LOG_PROBS, "topLogProbs is more than 20");
    oneOf("reasoning_effort", request.reasoningEffort(), EFFORTS);
    oneOf("service_tier", request.serviceTier(), TIERS);
    request.messages().forEach(StrictRules::checkMessage);
    request.tools().forEach(StrictRules::checkTool);
    if (options != null) {
      checkOptions(options);
    }
  }

  private static void checkMessage(Message message) {
    oneOf("The role of a message", message.role().name(), ROLES);
    for (Content part : message.parts()) {
      if (part instanceof Content.Image image) {
        oneOf("The detail of an image", image.detail(), DETAILS);
      } else if (part instanceof Content.Audio audio && audio.id() == null) {
        oneOf("The format of a recording", audio.format(), INPUT_SOUNDS);
      }
    }
  }

  private static void checkTool(Tool tool) {
    if (tool.grammar() != null) {
      oneOf("The syntax of a grammar", tool.grammar().syntax(), SYNTAXES);
    }
  }

  private static void checkOptions(OpenAiOptions options) {
    oneOf("verbosity", options.verbosity(), LEVELS);
    options.modalities().forEach(form -> oneOf("modalities", form, List.of("text", "audio")));
    if (options.voice() != null) {
      oneOf("The format of a voice", options.voice().format(), OUTPUT_SOUNDS);
    }
    oneOf("prompt_cache_options.mode", options.promptCacheMode(), List.of("implicit", "explicit"));
    oneOf("prompt_cache_options.ttl", options.promptCacheTtl(), List.of("30m"));
    if (options.webSearch() != null) {
      oneOf("search_context_size", options.webSearch().contextSize(), LEVELS);
    }
    if (options.moderation() != null) {
      oneOf("moderation.policy.input", options.moderation().inputMode(), MODERATIONS);
      oneOf("moderation.policy.output", options.moderation().outputMode(), MODERATIONS);
    }
  }

  private static void oneOf(String what, @Nullable String value, List<String> known) {
    if (value != null && !known.contains(value)) {
      throw new IllegalArgumentException(
          what + " is none of " + String.join(", ", known) + "; use extraBody for a newer one");
    }
  }
}
