package dev.telltale.openai.wire;

import dev.telltale.rig.fixtures.Fixture;
import dev.telltale.rig.fixtures.FixtureIndex;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.ByteString;

/** The recorded wire data of this protocol. */
final class Fixtures {
  private static final FixtureIndex INDEX = FixtureIndex.of("openai/", "compatible/");

  private Fixtures() {}

  static Stream<Fixture> ofKind(String kind) {
    return INDEX.ofKind(kind);
  }

  static Stream<Fixture> all() {
    return INDEX.all();
  }

  static Fixture named(String id) {
    return INDEX.named(id);
  }

  /** The rows of a table that lies beside the index. */
  static List<Map<String, Object>> table(String file) {
    return INDEX.table(file);
  }

  static Object json(String json) {
    return FixtureIndex.json(json);
  }

  static Object json(ByteString bytes) {
    return FixtureIndex.json(bytes);
  }
}
