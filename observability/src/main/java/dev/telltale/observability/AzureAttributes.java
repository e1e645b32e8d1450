package dev.telltale.observability;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import java.util.Set;

/** Attributes as Azure Monitor's exporter can take them. */
final class AzureAttributes {
  private static final Set<String> CONTENT =
      Set.of(
          "gen_ai.input.messages",
          "gen_ai.output.messages",
          "gen_ai.system_instructions",
          "gen_ai.tool.definitions",
          "gen_ai.tool.call.arguments",
          "gen_ai.tool.call.result");

  private AzureAttributes() {}

  /** The same, with structured values as JSON. */
  static AttributesBuilder readable(Attributes attributes) {
    AttributesBuilder readable = attributes.toBuilder();
    attributes.forEach(
        (key, value) -> {
          if (value instanceof Value<?> structured) {
            readable.remove(key);
            readable.put(AttributeKey.stringKey(key.getKey()), structured.asString());
          }
        });
    return readable;
  }

  static boolean holdContent(Attributes attributes) {
    return attributes.asMap().keySet().stream()
        .map(AttributeKey::getKey)
        .anyMatch(key -> CONTENT.contains(key) || key.startsWith(GenAi.PROMPT_VARIABLE));
  }
}
