package dev.telltale.internal.telemetry;

import dev.telltale.CallOptions;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What only the caller can know of a call. An SDK keeps 128 attributes of a span by default, the
 * first ones; what the caller names freely is bounded, so that telemetry's own find room behind it.
 */
final class GivenAttributes {
  /** With an adapter's own and all that one call can have of telemetry's, less than 128. */
  private static final int MAX_FREE = 50;

  private GivenAttributes() {}

  /** Puts them; returns how many were too many. */
  static int put(AttributeSink sink, CallOptions call, TelemetryOptions options, Context caller) {
    sink.putIfKnown(GenAi.CONVERSATION_ID, call.conversationId());
    sink.putIfKnown(GenAi.PROMPT_NAME, call.promptName());
    if (options.conventions().latest()) {
      sink.putIfKnown(GenAi.PROMPT_VERSION, call.promptVersion());
    }
    Map<String, String> free = free(call, options, caller);
    int left = MAX_FREE;
    for (Map.Entry<String, String> attribute : free.entrySet()) {
      if (left-- == 0) {
        return free.size() - MAX_FREE;
      }
      sink.put(AttributeKey.stringKey(attribute.getKey()), attribute.getValue());
    }
    return 0;
  }

  /** How many more of the caller's there is room for, whatever baggage it has. */
  static int room(CallOptions call, TelemetryOptions options) {
    return MAX_FREE - call.tags().size() - options.baggageKeys().size();
  }

  private static Map<String, String> free(
      CallOptions call, TelemetryOptions options, Context caller) {
    if (options.baggageKeys().isEmpty()) {
      return call.tags();
    }
    Map<String, String> free = new LinkedHashMap<>(call.tags());
    Baggage baggage = Baggage.fromContext(caller);
    for (String key : options.baggageKeys()) {
      String value = baggage.getEntryValue(key);
      if (value != null) {
        free.put(key, value);
      }
    }
    return free;
  }
}
