package dev.telltale.observability.export;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a call's span says, one line for each fact; nothing for a span that is no call. */
final class CallFacts {
  private static final List<String> NONE_STOPPED = List.of("error");
  private static final String UNPRICED = "unpriced";
  private static final String APPROXIMATE = "approximate";

  private final SpanData span;
  private final Attributes attributes;
  private final List<String> lines = new ArrayList<>();

  private CallFacts(SpanData span) {
    this.span = span;
    this.attributes = span.getAttributes();
  }

  static List<String> of(SpanData span) {
    CallFacts facts = new CallFacts(span);
    if (facts.get(GenAi.OPERATION_NAME) != null) {
      facts.collect();
    }
    return facts.lines;
  }

  private void collect() {
    String model = get(GenAi.RESPONSE_MODEL);
    if (model != null && !model.equals(get(GenAi.REQUEST_MODEL))) {
      add("model", PlainText.name(model));
    }
    retries();
    Double firstChunk = get(GenAi.RESPONSE_TIME_TO_FIRST_CHUNK);
    if (firstChunk != null) {
      add("first chunk", "after " + PlainText.seconds(firstChunk));
    }
    tokens();
    finish();
    cost();
    error();
  }

  private void retries() {
    int count = 0;
    double waited = 0;
    Set<String> reasons = new LinkedHashSet<>();
    for (EventData event : span.getEvents()) {
      if (event.getName().equals(GenAi.RETRY_EVENT)) {
        Double wait = event.getAttributes().get(GenAi.RETRY_WAIT);
        String reason = event.getAttributes().get(GenAi.ERROR_TYPE);
        count++;
        waited += wait == null ? 0 : wait;
        reasons.add(reason == null ? "-" : reason);
      }
    }
    if (count > 0) {
      String why = PlainText.name(String.join(", ", reasons));
      add("retries", count + " (" + why + "), waited " + PlainText.seconds(waited));
    }
  }

  /** A failed call in which no model stopped has nothing to say beside its error. */
  private void finish() {
    List<String> reasons = get(GenAi.RESPONSE_FINISH_REASONS);
    boolean onlyFailed = NONE_STOPPED.equals(reasons) && get(GenAi.ERROR_TYPE) != null;
    if (reasons != null && !onlyFailed) {
      add("finish", PlainText.name(String.join(", ", reasons)));
    }
  }

  private void tokens() {
    Long input = get(GenAi.USAGE_INPUT_TOKENS);
    Long output = get(GenAi.USAGE_OUTPUT_TOKENS);
    if (input == null && output == null) {
      if (get(GenAi.ERROR_TYPE) == null) {
        add("tokens", "not reported");
      }
      return;
    }
    List<String> inputParts = new ArrayList<>();
    part(inputParts, GenAi.USAGE_CACHE_READ_INPUT_TOKENS, "cached");
    part(inputParts, GenAi.USAGE_CACHE_CREATION_INPUT_TOKENS, "written to the cache");
    List<String> outputParts = new ArrayList<>();
    part(outputParts, GenAi.USAGE_REASONING_OUTPUT_TOKENS, "reasoning");
    add("tokens", count(input, "in", inputParts) + ", " + count(output, "out", outputParts));
  }

  private static String count(@Nullable Long count, String side, List<String> parts) {
    String text = count == null ? side + " not reported" : count + " " + side;
    return parts.isEmpty() ? text : text + " (" + String.join(", ", parts) + ")";
  }

  private void part(List<String> parts, AttributeKey<Long> key, String name) {
    Long count = get(key);
    if (count != null && count > 0) {
      parts.add(count + " " + name);
    }
  }

  private void cost() {
    String status = get(GenAi.COST_STATUS);
    Double amount = get(GenAi.USAGE_COST_AMOUNT);
    List<String> codes = get(GenAi.COST_REASONS);
    String reasons = codes == null ? "" : PlainText.name(String.join(", ", codes));
    if (UNPRICED.equals(status)) {
      add("cost", "unknown: " + reasons);
    } else if (amount != null) {
      boolean approximate = APPROXIMATE.equals(status);
      String usd = PlainText.usd(amount);
      add("cost", approximate ? "about " + usd + " (" + reasons + ")" : usd);
    }
  }

  /** The description is ours; what the provider said about the failure is not on the span. */
  private void error() {
    String type = get(GenAi.ERROR_TYPE);
    if (type != null) {
      String description = span.getStatus().getDescription();
      String what = description.isEmpty() ? "" : ": " + description;
      add("error", PlainText.name(type + what));
    }
  }

  private void add(String label, String value) {
    lines.add(String.format(Locale.ROOT, "%-11s  %s", label, value));
  }

  private <T> @Nullable T get(AttributeKey<T> key) {
    return attributes.get(key);
  }
}
