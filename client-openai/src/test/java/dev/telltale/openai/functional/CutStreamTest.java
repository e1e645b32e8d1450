package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.StreamEvent;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream of 60 events that breaks off anywhere: one outcome, and never a good one too early. */
@Timeout(60)
class CutStreamTest {
  private static final int TEXT_EVENTS = 57;
  private static final String TEXT_PART = texts();
  private static final String FINISH = HttpText.finish("stop");
  private static final String USAGE =
      "data: {\"id\":\"1\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}"
          + "\n\n";
  private static final String STREAM = TEXT_PART + FINISH + USAGE + HttpText.DONE;

  @RegisterExtension final ClientRig rig = new ClientRig();

  @ParameterizedTest
  @EnumSource
  void everyCutHasItsOutcome(Framing framing) {
    verifyCutsAtEvery(13, framing);
  }

  @Tag("slow")
  @Timeout(300)
  @ParameterizedTest
  @EnumSource
  void everyCutHasItsOutcome_everyByte(Framing framing) {
    verifyCutsAtEvery(1, framing);
  }

  @Test
  void uncutStreamIsComplete() {
    try (FaultServer server =
        FaultServer.start(connection -> connection.send(HttpText.SSE_HEAD + STREAM).end())) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      Seen seen = read(client);

      assertThat(seen.outcome()).isEqualTo(StreamOutcome.COMPLETED);
      assertThat(seen.text()).isEqualTo("w".repeat(TEXT_EVENTS));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, without a reason to stop", "1, cut inside an event"})
  void truncationSaysWhereItWas(int cut, String where) {
    String sent = TEXT_PART.substring(0, TEXT_PART.length() - cut);
    try (FaultServer server =
        FaultServer.start(connection -> connection.send(HttpText.SSE_HEAD + sent).end())) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      try (ChatStream stream = client.stream(ClientRig.PROMPT)) {

        LlmException failure = rig.failureOf(() -> stream.forEachText(text -> {}));

        assertThat(failure).hasMessageContaining(where);
      }
    }
  }

  private void verifyCutsAtEvery(int stride, Framing framing) {
    AtomicReference<String> sent = new AtomicReference<>("");
    try (FaultServer server =
        FaultServer.start(connection -> connection.send(framing.head + sent.get()).end())) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      int calls = 0;
      for (int cut = 0; cut < STREAM.length(); cut += stride) {
        sent.set(framing.frame(STREAM.substring(0, cut)));

        Seen seen = read(client);

        calls++;
        assertThat(seen.outcome()).as("%s at %s", framing, cut).isEqualTo(framing.expected(cut));
        assertThat(seen.text()).isEqualTo("w".repeat(textEventsIn(cut)));
        assertThat(rig.spans()).hasSize(calls);
      }
    }
  }

  private Seen read(ChatClient client) {
    StringBuilder text = new StringBuilder();
    try (ChatStream stream = client.stream(ClientRig.PROMPT)) {
      try {
        for (StreamEvent event : stream) {
          if (event instanceof StreamEvent.TextDelta delta) {
            text.append(delta.text());
          }
        }
      } catch (StreamException failure) {
        assertThat(stream.outcome()).hasValue(failure.outcome());
        assertThat(failure.partial().text()).isEqualTo(text.toString());
      }
      assertThat(stream.response().text()).isEqualTo(text.toString());
      return new Seen(stream.outcome().orElseThrow(), text.toString());
    } catch (StreamException unopened) {
      return new Seen(unopened.outcome(), unopened.partial().text());
    } catch (LlmException unexpected) {
      throw new AssertionError("Not a stream's end", unexpected);
    }
  }

  private static String texts() {
    return HttpText.delta("w").repeat(TEXT_EVENTS);
  }

  private static int textEventsIn(int length) {
    return Math.min(TEXT_EVENTS, length / HttpText.delta("w").length());
  }

  /** What a reader was told. */
  private record Seen(StreamOutcome outcome, String text) {}

  /** How the server marks the end of the body, and so what the client can know of a cut. */
  enum Framing {
    UNTIL_CLOSE(HttpText.SSE_HEAD),
    CHUNKS(HttpText.CHUNKED_SSE_HEAD);

    private final String head;

    Framing(String head) {
      this.head = head;
    }

    String frame(String part) {
      return this == UNTIL_CLOSE || part.isEmpty() ? part : HttpText.chunk(part);
    }

    /** Where the end of the connection ends the body, a stop reason is all a client needs. */
    StreamOutcome expected(int cut) {
      if (this == CHUNKS) {
        return StreamOutcome.CONNECTION_LOST;
      }
      return cut < TEXT_PART.length() + FINISH.length()
          ? StreamOutcome.TRUNCATED
          : StreamOutcome.COMPLETED;
    }
  }
}
