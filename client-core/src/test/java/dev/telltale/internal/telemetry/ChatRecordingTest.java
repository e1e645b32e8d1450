package dev.telltale.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ChatRecordingTest {
  private static final ErrorDetails FAILURE = ErrorDetails.builder(ErrorKind.CANCELLED).build();
  private static final ChatResponse ANSWER = ChatResponse.builder().id("a-1").build();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();

  @AfterEach
  void close() {
    recorded.close();
  }

  @Test
  void onlyFirstEndCounts() {
    ChatRecording recording = start();

    recording.end(ANSWER);
    recording.fail(LlmException.from(FAILURE));
    recording.fail(new IllegalStateException());
    recording.end(StreamOutcome.ABANDONED, ANSWER, null);

    assertThat(recorded.span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(recorded.histogram(GenAi.OPERATION_DURATION))
        .extracting(HistogramPointData::getCount)
        .containsExactly(1L);
  }

  @Test
  void laterEndStillHandsItsAnswerBack() {
    ChatRecording recording = start();
    recording.fail(LlmException.from(FAILURE));

    assertThat(recording.end(ANSWER).id()).isEqualTo("a-1");
  }

  @Test
  void endsOfManyThreadsAreOne() throws InterruptedException {
    ChatRecording recording = start();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread = new Thread(() -> endWhenAllowed(go, recording));
      thread.start();
      threads.add(thread);
    }

    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(recorded.spans()).hasSize(1);
    assertThat(recorded.histogram(GenAi.OPERATION_DURATION))
        .extracting(HistogramPointData::getCount)
        .containsExactly(1L);
  }

  private static void endWhenAllowed(CountDownLatch go, ChatRecording recording) {
    try {
      go.await();
      recording.fail(LlmException.from(FAILURE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ChatRecording start() {
    return ChatInstrumenter.create(recorded.telemetry())
        .start(
            PlainProvider.at("http://localhost"),
            ChatRequest.of("Porto?"),
            PlainProvider.MODEL,
            CallOptions.none(),
            AnswerForm.WHOLE);
  }
}
