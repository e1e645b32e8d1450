package dev.telltale.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonDataException;
import dev.telltale.internal.sse.SseReader;
import dev.telltale.internal.stream.AssembledStream;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.SseEvent;
import dev.telltale.provider.StreamDecoder;
import dev.telltale.provider.TelemetryAttributes;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireResponse;
import dev.telltale.rig.fixtures.Fixture;
import dev.telltale.rig.fixtures.FixtureIndex;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is done to what Azure sends, the outcome is an answer, or a refusal of ours. */
@Timeout(30)
class AzureFuzzTest {
  private static final FixtureIndex FIXTURES = FixtureIndex.of("azure/");
  private static final int ROUNDS = 1000;
  private static final List<String> PIECES =
      List.of(
          "null",
          "true",
          "-1",
          "1e999",
          "\"\"",
          "[]",
          "{}",
          "[",
          "}",
          ",",
          ":",
          "\"",
          "\"content_filter_results\":",
          "\"innererror\":",
          "\"details\":",
          "\"error\":");
  private static final TelemetryAttributes NOWHERE = (key, value) -> {};
  private static final ChatProvider AZURE =
      AzureOpenAi.builder().endpoint("https://contoso.openai.azure.com").apiKey("k").build();

  private final Random random = new Random(52);
  private int read;
  private int refused;

  @Test
  void mutatedAnswersAreReadOrRefused() {
    FIXTURES.ofKind("response").forEach(fixture -> mutated(fixture, this::answer));

    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void mutatedStreamsAreReadOrRefused() {
    FIXTURES.ofKind("stream").forEach(fixture -> mutated(fixture, this::stream));

    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void mutatedErrorsAreAlwaysRead() {
    FIXTURES
        .ofKind("error")
        .forEach(
            fixture ->
                mutated(
                    fixture,
                    (origin, bytes) ->
                        AZURE.describe(AZURE.decodeError(response(origin, bytes)), NOWHERE)));

    assertThat(refused).isZero();
  }

  private void mutated(Fixture fixture, Reading reading) {
    for (int round = 0; round < ROUNDS; round++) {
      try {
        reading.read(fixture, mutation(fixture.bytes()));
        read++;
      } catch (IOException | JsonDataException ours) {
        refused++;
      }
    }
  }

  private void answer(Fixture fixture, ByteString bytes) throws IOException {
    AZURE.describe(AZURE.decode(response(fixture, bytes)), NOWHERE);
  }

  private void stream(Fixture fixture, ByteString bytes) throws IOException {
    SseReader events = new SseReader(new Buffer().write(bytes));
    StreamDecoder decoder = AZURE.openDecoder();
    AssembledStream stream = new AssembledStream();
    for (SseEvent event = events.next(); event != null; event = events.next()) {
      decoder.decode(event, stream.sink());
    }
    AZURE.describe(stream.response(), NOWHERE);
  }

  private static WireResponse response(Fixture fixture, ByteString bytes) {
    WireResponse recorded = fixture.response();
    return new WireResponse(recorded.status(), recorded.headers(), WireBody.of(bytes));
  }

  /** Puts something else in place of a few bytes, once or twice. */
  private ByteString mutation(ByteString bytes) {
    ByteString mutated = bytes;
    for (int i = random.nextInt(2); i >= 0; i--) {
      int start = random.nextInt(mutated.size());
      int end = Math.min(mutated.size(), start + random.nextInt(12));
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      mutated =
          new Buffer()
              .write(mutated.substring(0, start))
              .writeUtf8(piece)
              .write(mutated.substring(end))
              .readByteString();
    }
    return mutated;
  }

  private interface Reading {
    void read(Fixture fixture, ByteString bytes) throws IOException;
  }
}
