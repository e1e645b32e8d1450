package dev.telltale.internal.pipeline;

import dev.telltale.ChatRequest;
import dev.telltale.JsonSchema;
import dev.telltale.ResponseFormat;
import dev.telltale.provider.SchemaSupport;
import org.jspecify.annotations.Nullable;

/** Asks a provider that takes no schema for JSON that follows one, in words. */
final class SchemaInstructions {
  private static final String WORDS =
      "Answer with one JSON object and nothing else: no explanation, no code fence. It follows this"
          + " JSON Schema:\n";

  private SchemaInstructions() {}

  /** The request as the provider can be asked it; the same one if nothing has to change. */
  static ChatRequest fit(ChatRequest request, SchemaSupport support) {
    ResponseFormat format = request.responseFormat();
    JsonSchema schema = format == null ? null : format.schema();
    if (schema == null || support == SchemaSupport.NATIVE) {
      return request;
    }
    ChatRequest.Builder fitted =
        request.toBuilder().instructions(instructions(request.instructions(), schema));
    return support == SchemaSupport.JSON_OBJECT
        ? fitted.responseFormat(ResponseFormat.jsonObject()).build()
        : fitted.withoutResponseFormat().build();
  }

  private static String instructions(@Nullable String given, JsonSchema schema) {
    return (given == null ? "" : given + "\n\n") + WORDS + schema.json();
  }
}
