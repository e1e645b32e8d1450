package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.CallCancelledException;
import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.StreamEvent;
import dev.telltale.StreamOutcome;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stream that is closed before its end, by its reader or by somebody else. */
@Timeout(30)
class StreamCloseTest {
  private static final int PATIENCE_SECONDS = 10;

  @RegisterExtension final ClientRig rig = new ClientRig();

  private final Semaphore hungUp = new Semaphore(0);
  private final CountDownLatch reading = new CountDownLatch(1);

  @Test
  void closeEndsConnectionAndSpan() throws InterruptedException {
    closeInTheMiddle(20);
  }

  @Tag("slow")
  @Timeout(120)
  @Test
  void closeEndsConnectionAndSpan_thousandTimes() throws InterruptedException {
    closeInTheMiddle(1000);
  }

  @Test
  void closedStreamKeepsWhatHadArrived() {
    try (FaultServer server = FaultServer.start(this::talkAndWait)) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      ChatStream stream = client.stream(ClientRig.PROMPT);
      Iterator<StreamEvent> events = stream.iterator();
      events.next();

      stream.close();
      stream.close();

      assertThat(stream.response().text()).isEqualTo("one ");
      assertThat(events.hasNext()).isFalse();
    }
  }

  @Test
  void closeFromAnotherThreadCancelsTheReader() throws InterruptedException {
    try (FaultServer server = FaultServer.start(this::talkAndWait)) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      ChatStream stream = client.stream(ClientRig.PROMPT);

      CallCancelledException failure = readWhile(stream, stream::close);

      assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
      assertThat(stream.outcome()).hasValue(StreamOutcome.CANCELLED);
      assertErrorType("cancelled");
    }
  }

  @Test
  void closeOfTheClientCancelsTheReader() throws InterruptedException {
    try (FaultServer server = FaultServer.start(this::talkAndWait)) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      ChatStream stream = client.stream(ClientRig.PROMPT);

      CallCancelledException failure = readWhile(stream, client::close);

      assertThat(failure.kind()).isEqualTo(ErrorKind.CLIENT_CLOSED);
      assertThat(stream.outcome()).hasValue(StreamOutcome.CLIENT_CLOSED);
      assertErrorType("cancelled");
    }
  }

  private void closeInTheMiddle(int times) throws InterruptedException {
    try (FaultServer server = FaultServer.start(this::talkAndWait)) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      for (int i = 1; i <= times; i++) {
        ChatStream stream = client.stream(ClientRig.PROMPT);
        stream.iterator().next();

        stream.close();

        assertThat(hungUp.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.outcome()).hasValue(StreamOutcome.CLOSED_EARLY);
        assertThat(rig.spans()).hasSize(i);
        assertThat(server.connectionCount()).as("no connection is used again").isEqualTo(i);
      }
      SpanData span = rig.spans().get(0);
      assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
      assertThat(span.getAttributes().get(GenAi.RESPONSE_FINISH_REASONS)).containsExactly("error");
    }
  }

  /** Runs the action once the reader waits for more than the server has sent. */
  private CallCancelledException readWhile(ChatStream stream, Runnable action)
      throws InterruptedException {
    Thread other =
        new Thread(
            () -> {
              awaitReading();
              action.run();
            });
    other.start();
    CallCancelledException failure =
        catchThrowableOfType(
            CallCancelledException.class,
            () -> {
              Iterator<StreamEvent> events = stream.iterator();
              events.next();
              events.next();
              reading.countDown();
              events.hasNext();
            });
    other.join();
    return failure;
  }

  private void awaitReading() {
    try {
      reading.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void assertErrorType(String expected) {
    assertThat(rig.spans()).hasSize(1);
    SpanData span = rig.spans().get(0);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo(expected);
  }

  private void talkAndWait(FaultConnection connection) throws IOException {
    String part = HttpText.delta("one ") + HttpText.delta("two ");
    connection.send(HttpText.CHUNKED_SSE_HEAD + HttpText.chunk(part));
    try {
      connection.awaitEnd();
    } finally {
      hungUp.release();
    }
  }
}
