package dev.telltale.openai.wire;

import static dev.telltale.rig.fixtures.Fixture.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.StreamEvent;
import dev.telltale.internal.sse.SseReader;
import dev.telltale.internal.stream.AssembledStream;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.SseEvent;
import dev.telltale.provider.WireErrorException;
import dev.telltale.rig.fixtures.Chunking;
import dev.telltale.rig.fixtures.Expected;
import dev.telltale.rig.fixtures.Fixture;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every recorded answer, stream and error gives what its index entry expects. */
@Timeout(10)
class FixturesTest {

  @TestFactory
  Stream<DynamicTest> responses() {
    return Fixtures.ofKind("response")
        .map(fixture -> dynamicTest(fixture.id(), () -> response(fixture)));
  }

  @TestFactory
  Stream<DynamicTest> responsesInPlaceOfStreams() {
    return Fixtures.ofKind("response")
        .filter(fixture -> !fixture.expects("error"))
        .map(fixture -> dynamicTest(fixture.id(), () -> responseInPlaceOfStream(fixture)));
  }

  @TestFactory
  Stream<DynamicTest> streams() {
    return Fixtures.ofKind("stream")
        .flatMap(
            fixture ->
                Arrays.stream(Chunking.values())
                    .map(
                        chunking ->
                            dynamicTest(
                                fixture.id() + " " + chunking, () -> stream(fixture, chunking))));
  }

  @TestFactory
  Stream<DynamicTest> errors() {
    return Fixtures.ofKind("error")
        .map(
            fixture ->
                dynamicTest(
                    fixture.id(),
                    () ->
                        assertError(
                            fixture.expect(), "errorClass", ErrorReader.read(fixture.response()))));
  }

  @Test
  void everyFixtureIsOfKindThatIsTested() {
    assertThat(Fixtures.all())
        .extracting(Fixture::kind)
        .containsOnly("request", "request-invalid", "response", "stream", "error")
        .hasSizeGreaterThan(90);
  }

  @Test
  void filesAreByteExact() {
    assertThat(Fixtures.all())
        .allSatisfy(
            fixture ->
                assertThat(fixture.bytes().sha256().hex())
                    .as(fixture.id())
                    .isEqualTo(fixture.entry().get("sha256")));
  }

  private static void response(Fixture fixture) throws IOException {
    if (fixture.expects("error")) {
      WireErrorException refusal =
          catchThrowableOfType(
              WireErrorException.class, () -> ResponseReader.read(fixture.response().body()));
      assertError(object(fixture.expected("error")), "class", refusal.details());
      Expected.usage(fixture, refusal.details().usage());
      return;
    }
    Expected.answer(fixture, ResponseReader.read(fixture.response().body()));
  }

  private static void responseInPlaceOfStream(Fixture fixture) throws IOException {
    ChatResponse response = ResponseReader.read(fixture.response().body());
    AssembledStream stream = new AssembledStream();

    stream.whole(response);

    assertThat(stream.response()).isSameAs(response);
    assertThat(stream.complete()).isTrue();
    assertThat(texts(stream.events())).isEqualTo(List.of(response.text()));
  }

  private static List<String> texts(List<StreamEvent> events) {
    List<String> texts =
        events.stream()
            .filter(StreamEvent.TextDelta.class::isInstance)
            .map(StreamEvent.TextDelta.class::cast)
            .filter(delta -> delta.choice() == 0)
            .map(StreamEvent.TextDelta::text)
            .toList();
    return texts.isEmpty() ? List.of("") : texts;
  }

  private static void stream(Fixture fixture, Chunking chunking) throws IOException {
    AssembledStream stream = new AssembledStream();

    String malformed = decode(fixture, chunking, stream);

    Expected.answer(fixture, stream.response());
    if (fixture.expects("deltas")) {
      assertThat(texts(stream.events())).isEqualTo(fixture.expected("deltas"));
    }
    if (fixture.expects("done")) {
      assertThat(stream.done()).isEqualTo(fixture.expected("done"));
    }
    assertEnd(fixture, stream, malformed);
  }

  /** Decodes up to the end, an error or a malformed event, of which it returns the kind. */
  private static @Nullable String decode(Fixture fixture, Chunking chunking, AssembledStream stream)
      throws IOException {
    SseReader events = new SseReader(Okio.buffer(chunking.source(fixture.bytes())));
    ChunkDecoder decoder = new ChunkDecoder();
    SseEvent event = events.next();
    while (event != null && !stream.done() && stream.error() == null) {
      try {
        decoder.decode(event, stream.sink());
      } catch (IOException malformed) {
        return ErrorKind.MALFORMED_RESPONSE.name();
      }
      event = events.next();
    }
    return null;
  }

  private static void assertEnd(
      Fixture fixture, AssembledStream stream, @Nullable String malformed) {
    Map<String, Object> error = object(fixture.expected("error"));
    if (error == null) {
      assertThat(stream.error()).isNull();
      assertThat(malformed).isNull();
      assertThat(stream.complete()).isTrue();
    } else if (stream.error() != null) {
      assertError(error, "class", stream.error());
    } else {
      String kind =
          stream.complete() || malformed != null ? malformed : ErrorKind.STREAM_TRUNCATED.name();
      assertThat(kind).isEqualTo(error.get("class"));
    }
  }

  private static void assertError(Map<String, Object> expected, String kind, ErrorDetails details) {
    assertThat(details.kind()).hasToString((String) expected.get(kind));
    if (expected.containsKey("code")) {
      assertThat(details.code()).isEqualTo(expected.get("code"));
    }
    if (expected.containsKey("type")) {
      assertThat(details.type()).isEqualTo(expected.get("type"));
    }
    if (expected.containsKey("param")) {
      assertThat(details.param()).isEqualTo(expected.get("param"));
    }
  }
}
