package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonDataException;
import dev.telltale.ChatResponse;
import dev.telltale.Content;
import dev.telltale.LlmException;
import dev.telltale.ToolCall;
import dev.telltale.internal.sse.SseReader;
import dev.telltale.internal.stream.AssembledStream;
import dev.telltale.provider.SseEvent;
import dev.telltale.rig.fixtures.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever is done to an answer, a stream or an error, the outcome is an answer or a refusal of
 * ours. The same seeds make the same mutations; a failure names the one it came from.
 */
class FuzzTest {
  private static final int MUTATIONS_PER_SEED = 4;

  private final List<Object> responses =
      Fixtures.ofKind("response")
          .filter(fixture -> !fixture.expects("error"))
          .map(fixture -> Fixtures.json(fixture.bytes()))
          .toList();
  private final List<List<Event>> streams =
      Fixtures.ofKind("stream").map(FuzzTest::events).filter(events -> !events.isEmpty()).toList();
  private final List<Object> errors =
      Fixtures.ofKind("error")
          .filter(fixture -> fixture.bytes().utf8().startsWith("{"))
          .map(fixture -> Fixtures.json(fixture.bytes()))
          .toList();
  private final List<String> told = responses.stream().map(FuzzTest::toldUnmutated).toList();
  private final Map<String, String> scalars = new HashMap<>();
  private long answered;
  private long refused;

  @Test
  @Timeout(120)
  void mutationIsAnsweredOrRefused() {
    run(0, 50_000);

    report(50_000);
  }

  @Test
  @Tag("slow")
  @Timeout(3600)
  void mutationIsAnsweredOrRefused_tenMillion() {
    run(1_000_000, 2_500_000);

    report(2_500_000);
  }

  private void run(long firstSeed, int seeds) {
    for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
      Random random = new Random(seed);
      Mutation mutation = new Mutation(random, scalars);
      try {
        response(mutation.of(pick(responses, random)));
        stream(mutation, random);
        error(400 + random.nextInt(200), mutation.of(pick(errors, random)));
        grown(mutation, random.nextInt(responses.size()));
      } catch (RuntimeException | IOException | Error escaped) {
        throw new AssertionError("seed " + seed, escaped);
      }
    }
  }

  private void report(int seeds) {
    long mutations = (long) seeds * MUTATIONS_PER_SEED;
    double share = 100.0 * answered / mutations;
    System.out.printf(Locale.ROOT, "%,d mutations, %.1f %% answered%n", mutations, share);
    assertThat(answered + refused).isEqualTo(mutations);
    assertThat(answered).isGreaterThan(mutations / 2);
    assertThat(refused).isGreaterThan(mutations / 20);
  }

  private void response(String json) {
    try {
      ChatResponse response = ResponseReader.read(Bodies.body(json));
      told(response);
      new AssembledStream().whole(response);
      answered++;
    } catch (IOException | JsonDataException ours) {
      refused++;
    }
  }

  private void stream(Mutation mutation, Random random) {
    StringBuilder text = new StringBuilder();
    List<Event> events = pick(streams, random);
    int changed = random.nextInt(events.size());
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      boolean mutates = i == changed && event.json != null;
      text.append("event: ").append(event.type).append("\ndata: ");
      text.append(mutates ? mutation.of(event.json) : event.data).append("\n\n");
    }
    if (random.nextInt(4) == 0) {
      mutation.disturb(text);
    }
    AssembledStream stream = new AssembledStream();
    try {
      decode(text.toString(), stream);
      boolean whole = stream.error() == null && stream.complete();
      answered += whole ? 1 : 0;
      refused += whole ? 0 : 1;
    } catch (IOException | JsonDataException ours) {
      refused++;
    }
    told(stream.response());
    stream.events();
  }

  private static void decode(String text, AssembledStream stream) throws IOException {
    SseReader events = new SseReader(new Buffer().writeUtf8(text));
    ChunkDecoder decoder = new ChunkDecoder();
    SseEvent event = events.next();
    while (event != null && !stream.done() && stream.error() == null) {
      decoder.decode(event, stream.sink());
      event = events.next();
    }
  }

  private void error(int status, String json) {
    LlmException failure = LlmException.from(ErrorReader.read(Bodies.response(status, json)));
    assertThat(failure.status()).hasValue(status);
    answered++;
  }

  private void grown(Mutation mutation, int index) throws IOException {
    String json = mutation.grown(responses.get(index));

    ChatResponse response = ResponseReader.read(Bodies.body(json));

    assertThat(told(response)).isEqualTo(told.get(index));
    answered++;
  }

  private static String toldUnmutated(Object json) {
    try {
      return told(ResponseReader.read(Bodies.body(JsonText.of(json))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that is read, parsed as far as it can be. */
  private static String told(ChatResponse response) {
    StringBuilder told = new StringBuilder();
    told.append(response.id()).append(response.model()).append(response.usage());
    response
        .choices()
        .forEach(
            choice -> {
              told.append(choice.index()).append(choice.rawFinishReason());
              told.append(choice.finishReason()).append(choice.logProbs().size());
              told.append(choice.citations());
              choice.message().parts().forEach(part -> tell(told, part));
            });
    return told.toString();
  }

  private static void tell(StringBuilder told, Content part) {
    if (part instanceof ToolCall call) {
      told.append(call.id()).append(call.name()).append(call.rawArguments());
      told.append(call.hasValidArguments());
    } else if (part instanceof Content.Text text) {
      told.append(text.text());
    } else if (part instanceof Content.Thinking thinking) {
      told.append(thinking.text());
    } else {
      told.append(part);
    }
  }

  private static List<Event> events(Fixture fixture) {
    List<Event> events = new ArrayList<>();
    SseReader reader = new SseReader(new Buffer().write(fixture.bytes()));
    try {
      for (SseEvent event = reader.next(); event != null; event = reader.next()) {
        String data = event.dataUtf8().replace("\n", "");
        boolean json = data.startsWith("{") && data.endsWith("}");
        events.add(new Event(event.type(), data, json ? Fixtures.json(data) : null));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return events;
  }

  private static <T> T pick(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** An event of a recorded stream. */
  private record Event(String type, String data, @Nullable Object json) {}
}
