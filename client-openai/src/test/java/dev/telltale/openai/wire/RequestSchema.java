package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The published schema of a request, in the folder that {@code -Dtelltale.schemas} names. The
 * strict form knows all members, so that a misspelt one does not pass.
 */
final class RequestSchema {
  private static final String FILE = "create-chat-completion-request.strict.schema.json";
  private static final Optional<JsonSchema> SCHEMA = load();

  private RequestSchema() {}

  /** Whether there is a schema to check against. */
  static boolean given() {
    return SCHEMA.isPresent();
  }

  /** Whether the request keeps to the schema; true also where none is given. */
  static boolean accepts(String json) {
    return SCHEMA.isEmpty() || SCHEMA.get().validate(json, InputFormat.JSON).isEmpty();
  }

  /** Fails if a schema is given and the request does not keep to it. */
  static void check(String json) {
    SCHEMA.ifPresent(
        schema -> assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty());
  }

  private static Optional<JsonSchema> load() {
    String folder = System.getProperty("telltale.schemas");
    if (folder == null) {
      return Optional.empty();
    }
    try {
      String schema = Files.readString(Path.of(folder, FILE));
      return Optional.of(JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
