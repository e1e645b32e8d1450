package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The server's JSON has the members and types of what the service sends, value by value. */
@Timeout(10)
class FixtureShapeTest {
  private final ScriptedServer server = ScriptedServer.start();
  private final Caller caller = new Caller(server);

  @AfterEach
  void close() {
    caller.close();
    server.close();
  }

  @Test
  void answerHasTheServicesShape() throws IOException {
    server.enqueue(Scripted.answer("Hello there."));

    Set<String> shape = shape(caller.post(Caller.PLAIN).body());

    assertThat(shape).isEqualTo(shape(fixture("openai/resp-basic.json")));
  }

  @Test
  void eventsHaveTheServicesShape() throws IOException {
    server.enqueue(Scripted.stream("Hel", "lo", " there", "."));

    List<Set<String>> shapes = eventShapes(caller.post(Caller.STREAM_WITH_USAGE).body());

    assertThat(shapes).hasSize(7);
    assertThat(shapes).isEqualTo(eventShapes(fixture("openai/stream-basic-usage.sse")));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorHasTheServicesShape(Scripted error, String fixture) throws IOException {
    server.enqueue(error);

    Set<String> shape = shape(caller.post(Caller.PLAIN).body());

    assertThat(shape).as(fixture).isEqualTo(shape(fixture(fixture)));
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        argumentSet(
            "429", Scripted.rateLimited(Duration.ofSeconds(1)), "openai/err-429-no-hint.json"),
        argumentSet("500", Scripted.serverError(), "openai/err-500.json"),
        argumentSet("401", Scripted.wrongKey(), "openai/err-401-invalid-key.json"),
        argumentSet("400", ScriptedError.badRequest("m"), "openai/err-400-bad-json.json"),
        argumentSet("filter", Scripted.contentFilter(), "azure/err-400-content-filter.json"));
  }

  private static String fixture(String name) throws IOException {
    try (InputStream in = FixtureShapeTest.class.getResourceAsStream("/fixtures/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Set<String>> eventShapes(String stream) throws IOException {
    List<Set<String>> shapes = new ArrayList<>();
    for (String line : stream.lines().filter(line -> line.startsWith("data: {")).toList()) {
      Set<String> shape = shape(line.substring(6));
      shape.remove("$.obfuscation STRING"); // Random padding of the service.
      shapes.add(shape);
    }
    return shapes;
  }

  private static Set<String> shape(String json) throws IOException {
    Set<String> shape = new TreeSet<>();
    JsonReader reader = JsonReader.of(new Buffer().writeUtf8(json));
    while (reader.peek() != JsonReader.Token.END_DOCUMENT) {
      shape.add(reader.getPath() + " " + reader.peek());
      switch (reader.peek()) {
        case BEGIN_OBJECT -> reader.beginObject();
        case END_OBJECT -> reader.endObject();
        case BEGIN_ARRAY -> reader.beginArray();
        case END_ARRAY -> reader.endArray();
        case NAME -> reader.skipName();
        default -> reader.skipValue();
      }
    }
    return shape;
  }
}
