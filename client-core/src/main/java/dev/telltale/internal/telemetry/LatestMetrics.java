package dev.telltale.internal.telemetry;

import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.OptionalLong;

/** The metrics of the conventions' latest state. */
final class LatestMetrics implements MetricFamily {
  private static final List<TokenKind> INPUT =
      List.of(TokenKind.TEXT_INPUT, TokenKind.IMAGE_INPUT, TokenKind.AUDIO_INPUT);
  private static final List<TokenKind> OUTPUT =
      List.of(TokenKind.TEXT_OUTPUT, TokenKind.IMAGE_OUTPUT, TokenKind.AUDIO_OUTPUT);
  private static final List<TokenKind> CACHE_READ =
      List.of(TokenKind.IMAGE_CACHE_READ, TokenKind.AUDIO_CACHE_READ);

  private final DoubleHistogram duration;
  private final DoubleHistogram timeToFirstChunk;
  private final DoubleHistogram timePerChunk;
  private final LongHistogram inputPerCall;
  private final LongHistogram outputPerCall;
  private final LongCounter input;
  private final LongCounter output;
  private final LongCounter cacheRead;
  private final LongCounter cacheWrite;
  private final LongCounter reasoning;

  LatestMetrics(Instruments instruments) {
    this.duration = instruments.seconds(GenAi.INFERENCE_DURATION, "Duration of chat calls");
    this.timeToFirstChunk =
        instruments.seconds(
            GenAi.INFERENCE_TIME_TO_FIRST_CHUNK, "Time from the call to the first chunk");
    this.timePerChunk =
        instruments.seconds(
            GenAi.INFERENCE_TIME_PER_OUTPUT_CHUNK, "Wait for each chunk after the first");
    this.inputPerCall =
        instruments.tokens(GenAi.INFERENCE_OPERATION_INPUT_TOKENS, "Input tokens per chat call");
    this.outputPerCall =
        instruments.tokens(GenAi.INFERENCE_OPERATION_OUTPUT_TOKENS, "Output tokens per chat call");
    this.input = tokens(instruments, GenAi.INFERENCE_USAGE_INPUT_TOKENS, "Input tokens");
    this.output = tokens(instruments, GenAi.INFERENCE_USAGE_OUTPUT_TOKENS, "Output tokens");
    this.cacheRead =
        tokens(
            instruments,
            GenAi.INFERENCE_USAGE_CACHE_READ_INPUT_TOKENS,
            "Input tokens from the provider's cache");
    this.cacheWrite =
        tokens(
            instruments,
            GenAi.INFERENCE_USAGE_CACHE_WRITE_INPUT_TOKENS,
            "Input tokens put into the provider's cache");
    this.reasoning =
        tokens(
            instruments,
            GenAi.INFERENCE_USAGE_REASONING_OUTPUT_TOKENS,
            "Output tokens spent on reasoning");
  }

  @Override
  public void firstChunk(double seconds, MetricAttributes attributes, Context context) {
    timeToFirstChunk.record(seconds, attributes.common(), context);
  }

  @Override
  public void chunk(double seconds, MetricAttributes attributes, Context context) {
    timePerChunk.record(seconds, attributes.common(), context);
  }

  @Override
  public void end(EndedCall call, MetricAttributes attributes, Context context) {
    duration.record(call.seconds(), attributes.duration(), context);
    Usage usage = call.usage();
    if (!call.failed()) {
      record(inputPerCall, usage.inputTokens(), attributes, context);
      record(outputPerCall, usage.outputTokens(), attributes, context);
    }
    Counting counting = new Counting(call, attributes, context);
    counting.add(input, TokenKind.INPUT, INPUT);
    counting.add(output, TokenKind.OUTPUT, OUTPUT);
    counting.add(cacheRead, TokenKind.CACHE_READ, CACHE_READ);
    counting.add(cacheWrite, TokenKind.CACHE_WRITE, List.of());
    counting.add(reasoning, TokenKind.REASONING, List.of());
  }

  private static void record(
      LongHistogram histogram, OptionalLong count, MetricAttributes attributes, Context context) {
    if (count.isPresent()) {
      histogram.record(count.getAsLong(), attributes.tokens(), context);
    }
  }

  private static LongCounter tokens(Instruments instruments, String name, String description) {
    return instruments.counter(name, "{token}", description + " of chat calls");
  }

  /** Counts the tokens of one call by modality, so that the parts add up to the whole. */
  private record Counting(EndedCall call, MetricAttributes attributes, Context context) {

    void add(LongCounter counter, TokenKind whole, List<TokenKind> parts) {
      OptionalLong total = call.usage().tokens(whole);
      if (total.isEmpty()) {
        return;
      }
      long counted = 0;
      for (TokenKind part : parts) {
        counted += call.usage().tokens(part).orElse(0);
      }
      // Parts that exceed their whole are no breakdown of it.
      boolean brokenDown = counted <= total.getAsLong();
      if (brokenDown) {
        for (TokenKind part : parts) {
          add(counter, call.usage().tokens(part).orElse(0), modality(part));
        }
      }
      long rest = brokenDown ? total.getAsLong() - counted : total.getAsLong();
      add(counter, rest, call.plainText() ? Modality.TEXT : Modality.UNKNOWN);
    }

    private void add(LongCounter counter, long count, Modality modality) {
      if (count > 0) {
        counter.add(count, attributes.of(modality), context);
      }
    }

    private static Modality modality(TokenKind part) {
      return switch (part) {
        case TEXT_INPUT, TEXT_OUTPUT -> Modality.TEXT;
        case IMAGE_INPUT, IMAGE_OUTPUT, IMAGE_CACHE_READ -> Modality.IMAGE;
        case AUDIO_INPUT, AUDIO_OUTPUT, AUDIO_CACHE_READ -> Modality.AUDIO;
        default -> Modality.UNKNOWN;
      };
    }
  }
}
