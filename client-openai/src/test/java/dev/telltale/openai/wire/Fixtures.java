package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.Buffer;
import okio.ByteString;

/**
 * The recorded wire data of this protocol: the folder {@code fixtures} of the test resources, or
 * the one that {@code -Dtelltale.fixtures} names.
 */
final class Fixtures {
  private static final List<String> FOLDERS = List.of("openai/", "compatible/");

  private Fixtures() {}

  static Stream<Fixture> ofKind(String kind) {
    return all().filter(fixture -> fixture.kind().equals(kind));
  }

  static Stream<Fixture> all() {
    Map<String, Object> index = Fixture.object(json(read("index.json")));
    return Fixture.objects(index.get("fixtures")).stream()
        .filter(entry -> FOLDERS.stream().anyMatch(((String) entry.get("file"))::startsWith))
        .filter(entry -> !entry.get("kind").equals("schema"))
        .map(Fixtures::fixture);
  }

  static Fixture named(String id) {
    return all().filter(fixture -> fixture.id().equals(id)).findFirst().orElseThrow();
  }

  /** The rows of a table that lies beside the index. */
  static List<Map<String, Object>> table(String file) {
    return Fixture.objects(json(read(file)));
  }

  static Object json(String json) {
    return json(ByteString.encodeUtf8(json));
  }

  /** Maps, lists, strings, doubles, booleans and nulls. */
  static Object json(ByteString bytes) {
    try {
      return JsonReader.of(new Buffer().write(bytes)).readJsonValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fixture fixture(Map<String, Object> entry) {
    String file = (String) entry.get("file");
    return new Fixture((String) entry.get("id"), (String) entry.get("kind"), entry, read(file));
  }

  private static ByteString read(String file) {
    try {
      return ByteString.of(Files.readAllBytes(folder().resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    String given = System.getProperty("telltale.fixtures");
    if (given != null) {
      return Path.of(given);
    }
    try {
      return Path.of(Fixtures.class.getResource("/fixtures/index.json").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
