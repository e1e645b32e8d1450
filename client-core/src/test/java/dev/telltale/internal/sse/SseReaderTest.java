package dev.telltale.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.provider.SseEvent;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import okio.Buffer;
import okio.ByteString;
import okio.Okio;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases in {@code sse-cases.jsonl}, however the network cuts them, and what they leave open.
 */
@Timeout(10)
class SseReaderTest {
  /** Above this a case is split at every 61st byte by default, and at every byte when slow. */
  private static final int SPLIT_EVERYWHERE_BYTES = 4 * 1024;

  private static final int STRIDE = 61;

  static List<SseCase> cases() throws IOException {
    return SseCase.all();
  }

  @Test
  void everyCaseIsThere() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(56);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsWhole(SseCase sse) throws IOException {
    sse.verify(new Buffer().write(sse.input()), "whole");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsByteByByteAndInSevens(SseCase sse) throws IOException {
    sse.verify(ChunkedSource.inPiecesOf(1, sse.input()), "byte by byte");
    sse.verify(ChunkedSource.inPiecesOf(7, sse.input()), "in sevens");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsSplitAnywhere(SseCase sse) throws IOException {
    int stride = sse.input().size() <= SPLIT_EVERYWHERE_BYTES ? 1 : STRIDE;
    verifySplitAtEvery(stride, sse);
  }

  @Tag("slow")
  @Timeout(120)
  @ParameterizedTest
  @MethodSource("cases")
  void readsSplitAnywhere_everyByte(SseCase sse) throws IOException {
    verifySplitAtEvery(1, sse);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsInRandomPieces(SseCase sse) throws IOException {
    verifyRandomPieces(20, sse);
  }

  @Tag("slow")
  @Timeout(120)
  @ParameterizedTest
  @MethodSource("cases")
  void readsInRandomPieces_thousand(SseCase sse) throws IOException {
    verifyRandomPieces(1000, sse);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:a\n\n",
        "data:a\r\n\r\n",
        "data:a\r\r",
        "data:a\r\n\r",
        "data:a\n\r",
        "data:a\r\n\n"
      })
  void eventIsNotHeldForTheNextRead(String text) throws IOException {
    ChunkedSource source = ChunkedSource.inPiecesOf(1, ByteString.encodeUtf8(text));
    SseReader reader = new SseReader(Okio.buffer(source));

    SseEvent event = reader.next();

    assertThat(event.dataUtf8()).isEqualTo("a");
    assertThat(source.readPastEnd()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:a",
        "data:a\n",
        "data:a\r",
        "event:x\n",
        "id:1\n",
        "data:a\n\ndat",
        "\n:cut"
      })
  void endInsideAnEventIsSeen(String text) throws IOException {
    SseReader reader = readToEnd(text);

    assertThat(reader.endedMidEvent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "data:a\n\n", "data:a\r\n\r\n", ": ping\n", "event:x\n\n", "retry:1\n"})
  void endBetweenEventsIsClean(String text) throws IOException {
    SseReader reader = readToEnd(text);

    assertThat(reader.endedMidEvent()).isFalse();
  }

  @Test
  void endStaysTheEnd() throws IOException {
    SseReader reader = readToEnd("data:a\n");

    SseEvent again = reader.next();

    assertThat(again).isNull();
    assertThat(reader.endedMidEvent()).isTrue();
  }

  @Test
  void unreadDataIsDroppedWithItsEvent() throws IOException {
    SseReader reader = new SseReader(new Buffer().writeUtf8("data:left\n\ndata:b\n\n"));
    SseEvent first = reader.next();

    first.data().skip(1);
    SseEvent second = reader.next();

    assertThat(second.dataUtf8()).isEqualTo("b");
    assertThat(second.data()).isSameAs(first.data());
  }

  @Test
  void repeatedNamesAndIdsAreReused() throws IOException {
    SseReader reader =
        new SseReader(
            new Buffer()
                .writeUtf8("event:delta\nid:1\ndata:a\n\n")
                .writeUtf8("data:b\n\n")
                .writeUtf8("event:delta\nid:1\ndata:c\n\n"));
    String name = reader.next().type();

    String unnamed = reader.next().type();
    SseEvent third = reader.next();

    assertThat(unnamed).isEqualTo("message");
    assertThat(third.type()).isSameAs(name);
    assertThat(third.id()).isEqualTo("1");
  }

  private static SseReader readToEnd(String text) throws IOException {
    SseReader reader = new SseReader(new Buffer().writeUtf8(text));
    while (reader.next() != null) {}
    return reader;
  }

  private static void verifySplitAtEvery(int stride, SseCase sse) throws IOException {
    for (int split = 1; split < sse.input().size(); split += stride) {
      sse.verify(ChunkedSource.splitAt(split, sse.input()), "split at " + split);
    }
  }

  private static void verifyRandomPieces(int rounds, SseCase sse) throws IOException {
    for (int seed = 0; seed < rounds; seed++) {
      Random random = new Random(seed);
      int longest = 1 + random.nextInt(Math.max(1, sse.input().size()));
      ChunkedSource source =
          new ChunkedSource(sse.input(), position -> 1 + random.nextInt(longest));
      sse.verify(source, "in random pieces of seed " + seed);
    }
  }
}
