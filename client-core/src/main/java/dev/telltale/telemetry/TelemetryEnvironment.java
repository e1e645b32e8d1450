package dev.telltale.telemetry;

import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables that say what is recorded. */
final class TelemetryEnvironment {
  private static final String CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
  private static final String EMIT_EVENT = "OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT";
  private static final String LENGTH_LIMIT = "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT";
  private static final String SPAN_LENGTH_LIMIT = "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT";
  private static final int MAX_DIGITS = 15;

  private static final System.Logger LOGGER =
      System.getLogger(TelemetryEnvironment.class.getName());

  private TelemetryEnvironment() {}

  static TelemetryOptions read(Map<String, String> environment) {
    TelemetryOptions.Builder options = TelemetryOptions.builder();
    ContentCapture capture = capture(environment.get(CAPTURE));
    options.contentCapture(capture);
    if ("true".equalsIgnoreCase(environment.get(EMIT_EVENT))) {
      options.detailsEvent();
    }
    long limit =
        Math.min(limit(environment.get(LENGTH_LIMIT)), limit(environment.get(SPAN_LENGTH_LIMIT)));
    if (limit < TelemetryOptions.MIN_CONTENT_BYTES && capture != ContentCapture.NONE) {
      // The SDK would cut it anywhere.
      LOGGER.log(
          Level.WARNING,
          "No content is recorded, as {0} or {1} is less than {2}.",
          LENGTH_LIMIT,
          SPAN_LENGTH_LIMIT,
          TelemetryOptions.MIN_CONTENT_BYTES);
      return options.contentCapture(ContentCapture.NONE).build();
    }
    return options.maxContentBytes(Math.max(TelemetryOptions.MIN_CONTENT_BYTES, limit)).build();
  }

  /** What is misspelt must not record prompts by mistake. */
  private static ContentCapture capture(@Nullable String value) {
    String asked = value == null ? "" : value.strip().toUpperCase(Locale.ROOT);
    return switch (asked) {
      case "SPAN_ONLY" -> ContentCapture.SPAN;
      // Where "true" was all that could be said, content went to events.
      case "EVENT_ONLY", "TRUE" -> ContentCapture.EVENT;
      case "SPAN_AND_EVENT" -> ContentCapture.BOTH;
      case "", "NO_CONTENT", "FALSE" -> ContentCapture.NONE;
      default -> {
        LOGGER.log(
            Level.WARNING,
            "{0} has a value that is not known, so no content is recorded; use SPAN_ONLY,"
                + " EVENT_ONLY, SPAN_AND_EVENT or NO_CONTENT.",
            CAPTURE);
        yield ContentCapture.NONE;
      }
    };
  }

  private static long limit(@Nullable String value) {
    String digits = value == null ? "" : value.strip();
    if (digits.length() > MAX_DIGITS || !digits.matches("[0-9]+")) {
      return TelemetryOptions.DEFAULT_MAX_CONTENT_BYTES;
    }
    return Math.min(Long.parseLong(digits), TelemetryOptions.DEFAULT_MAX_CONTENT_BYTES);
  }
}
