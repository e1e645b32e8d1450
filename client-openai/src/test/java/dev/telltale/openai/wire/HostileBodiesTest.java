package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.squareup.moshi.JsonDataException;
import dev.telltale.ErrorKind;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nesting ends in a refusal that is cheap, whatever the stack. */
@Timeout(10)
class HostileBodiesTest {
  private static final int SMALL_STACK_BYTES = 256 * 1024;

  @ParameterizedTest
  @ValueSource(ints = {256, 100_000, 1_000_000})
  void deepAnswerIsRefused(int depth) throws InterruptedException {
    for (String body : nested(depth)) {
      Throwable refusal = onSmallStack(() -> ResponseReader.read(Bodies.body(body)));

      assertThat(refusal).isInstanceOfAny(JsonDataException.class, IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 100_000, 1_000_000})
  void deepEventIsRefused(int depth) throws InterruptedException {
    for (String body : nested(depth)) {
      Throwable refusal =
          onSmallStack(() -> new ChunkDecoder().decode(Bodies.event(body), new RecordingSink()));

      assertThat(refusal).isInstanceOfAny(JsonDataException.class, IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 100_000})
  void deepErrorIsClassifiedByStatus(int depth) throws InterruptedException {
    for (String body : nested(depth)) {
      Throwable failure =
          onSmallStack(
              () ->
                  assertThat(ErrorReader.read(Bodies.response(500, body)).kind())
                      .isEqualTo(ErrorKind.SERVER));

      assertThat(failure).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 250})
  void legalDepthIsNoObstacle(int depth) throws IOException {
    String body =
        "{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"id\":\"a\",\"choices\":[{}]}";

    assertThat(ResponseReader.read(Bodies.body(body)).id()).isEqualTo("a");
    RecordingSink sink = new RecordingSink();
    new ChunkDecoder().decode(Bodies.event(body), sink);
    assertThat(sink.id).isEqualTo("a");
  }

  /** Depth in a member that is read, in one that is not, of arrays and of objects. */
  private static String[] nested(int depth) {
    String arrays = "[".repeat(depth) + "]".repeat(depth);
    String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    return new String[] {
      "{\"choices\":" + arrays + "}",
      "{\"choices\":[{\"message\":{\"content\":" + arrays + "},\"delta\":" + objects + "}]}",
      "{\"x\":" + arrays + ",\"choices\":[]}",
      "{\"usage\":" + objects + ",\"choices\":[]}",
      "{\"error\":" + objects + "}",
      arrays,
      objects,
    };
  }

  private static Throwable onSmallStack(ThrowingCallable body) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Runnable run = () -> thrown.set(catchThrowable(body));
    Thread thread = new Thread(null, run, "small stack", SMALL_STACK_BYTES);
    thread.start();
    thread.join();
    return thrown.get();
  }
}
