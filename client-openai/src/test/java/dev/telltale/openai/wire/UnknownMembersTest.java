package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonWriter;
import dev.telltale.ChatResponse;
import dev.telltale.internal.sse.SseReader;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.SseEvent;
import dev.telltale.provider.WireBody;
import dev.telltale.rig.fixtures.Fixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Members that nobody knows, added to any object, change nothing that is read. */
@Timeout(10)
class UnknownMembersTest {
  private static final int ROUNDS = 25;

  @ParameterizedTest
  @MethodSource
  void answerStaysTheSame(Fixture fixture) throws IOException {
    String expected = told(ResponseReader.read(fixture.response().body()));
    Random random = new Random(53);

    for (int round = 0; round < ROUNDS; round++) {
      ByteString grown = grown(fixture.bytes(), random);

      assertThat(told(ResponseReader.read(WireBody.of(grown)))).isEqualTo(expected);
    }
  }

  static Stream<Fixture> answerStaysTheSame() {
    return Fixtures.ofKind("response").filter(fixture -> !fixture.expects("error"));
  }

  @ParameterizedTest
  @MethodSource
  void streamStaysTheSame(Fixture fixture) throws IOException {
    List<ByteString> events = events(fixture);
    String expected = told(decoded(events, null));
    Random random = new Random(53);

    for (int round = 0; round < ROUNDS; round++) {
      assertThat(told(decoded(events, random))).isEqualTo(expected);
    }
  }

  static Stream<Fixture> streamStaysTheSame() {
    return Fixtures.ofKind("stream").filter(fixture -> !fixture.id().contains("bad-json"));
  }

  @ParameterizedTest
  @MethodSource
  void errorStaysTheSame(Fixture fixture) {
    String expected = told(ErrorReader.read(fixture.response()));
    Random random = new Random(53);

    for (int round = 0; round < ROUNDS; round++) {
      String grown = grown(fixture.bytes(), random).utf8();

      assertThat(told(ErrorReader.read(Bodies.response(fixture.status(), grown))))
          .isEqualTo(expected);
    }
  }

  static Stream<Fixture> errorStaysTheSame() {
    return Fixtures.ofKind("error").filter(fixture -> fixture.bytes().utf8().startsWith("{"));
  }

  private static List<ByteString> events(Fixture fixture) throws IOException {
    SseReader reader = new SseReader(new Buffer().write(fixture.bytes()));
    List<ByteString> events = new ArrayList<>();
    for (SseEvent event = reader.next(); event != null; event = reader.next()) {
      events.add(event.data().readByteString());
    }
    return events;
  }

  private static RecordingSink decoded(List<ByteString> events, @Nullable Random random)
      throws IOException {
    RecordingSink sink = new RecordingSink();
    ChunkDecoder decoder = new ChunkDecoder();
    for (ByteString data : events) {
      boolean grows = random != null && data.utf8().startsWith("{");
      decoder.decode(Bodies.event((grows ? grown(data, random) : data).utf8()), sink);
    }
    return sink;
  }

  private static ByteString grown(ByteString json, Random random) {
    Buffer grown = new Buffer();
    try {
      JsonWriter writer = JsonWriter.of(grown);
      writer.setSerializeNulls(true);
      writer.jsonValue(grown(Fixtures.json(json), random));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return grown.readByteString();
  }

  private static @Nullable Object grown(@Nullable Object value, Random random) {
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(grown(element, random)));
      return elements;
    }
    if (value instanceof Double number && number == Math.rint(number)) {
      return number.longValue();
    }
    if (!(value instanceof Map)) {
      return value;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    Fixture.object(value)
        .forEach(
            (name, member) -> {
              addUnknown(members, random);
              members.put(name, grown(member, random));
            });
    addUnknown(members, random);
    return members;
  }

  private static void addUnknown(Map<String, Object> members, Random random) {
    if (random.nextInt(3) == 0) {
      String name = "x_" + Integer.toString(random.nextInt(), 36);
      members.put(name, unknown(random, 3));
    }
  }

  private static @Nullable Object unknown(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> random.nextGaussian() * 1e300;
      case 4 -> "\" \\ \u0000 \u2028 🚀 [DONE] {\"error\":1}";
      case 5 -> List.of("a", String.valueOf(unknown(random, depth - 1)));
      default -> Map.of("choices", "x", "error", String.valueOf(unknown(random, depth - 1)));
    };
  }

  private static String told(ChatResponse response) {
    StringBuilder told = new StringBuilder(response.toString()).append(response.id());
    response
        .choices()
        .forEach(choice -> told.append(choice.text()).append(choice.rawFinishReason()));
    return told.append(response.serviceTier()).toString();
  }

  private static String told(RecordingSink sink) {
    StringBuilder told = new StringBuilder(sink.calls.toString()).append(sink.deltas);
    told.append(sink.id).append(sink.model).append(sink.usage).append(sink.error);
    return told.append(sink.first().refusal).append(sink.first().rawFinishReason).toString();
  }

  private static String told(ErrorDetails details) {
    return details + details.code() + details.type() + details.param();
  }
}
