package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallCancelledException;
import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.StreamEvent;
import dev.telltale.StreamOutcome;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader and a closer meet at every point of a stream; it ends once, and both agree how. */
@Timeout(60)
class StreamRaceTest {
  private static final int ROUNDS = 400;
  private static final int EVENTS = 20;
  private static final String BODY =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
          + event("model m", "text x").repeat(EVENTS)
          + event("finish stop")
          + event("done");

  @Test
  void readerAndCloserAgree() throws InterruptedException {
    Map<StreamOutcome, Integer> outcomes = new EnumMap<>(StreamOutcome.class);
    Random random = new Random(72);
    try (RecordedTelemetry recorded = RecordedTelemetry.create();
        FaultServer server =
            FaultServer.start(
                connection -> {
                  connection.send(BODY);
                  connection.end();
                });
        ChatClient client =
            ChatClient.builder(PlainProvider.at(server.url()))
                .telemetry(recorded.telemetry())
                .build()) {
      for (int round = 0; round < ROUNDS; round++) {
        outcomes.merge(race(client.stream("Porto?"), random.nextInt(EVENTS)), 1, Integer::sum);
      }

      assertThat(outcomes.keySet())
          .isSubsetOf(StreamOutcome.COMPLETED, StreamOutcome.CANCELLED, StreamOutcome.CLOSED_EARLY);
      assertThat(outcomes).containsKey(StreamOutcome.CANCELLED);
      assertThat(recorded.started()).isEqualTo(ROUNDS);
      assertThat(recorded.spans()).hasSize(ROUNDS);
      assertThat(recorded.histogram(GenAi.OPERATION_DURATION))
          .extracting(HistogramPointData::getCount)
          .satisfies(counts -> assertThat(sum(counts)).isEqualTo(ROUNDS));
    }
  }

  private static StreamOutcome race(ChatStream stream, int afterEvents)
      throws InterruptedException {
    Phaser start = new Phaser(2);
    Thread closer =
        new Thread(
            () -> {
              start.arriveAndAwaitAdvance();
              stream.close();
            });
    closer.start();
    int events = 0;
    boolean cancelled = false;
    try {
      for (StreamEvent ignored : stream) {
        if (events++ == afterEvents) {
          start.arriveAndAwaitAdvance();
        }
      }
    } catch (CallCancelledException e) {
      cancelled = true;
    }
    closer.join();
    StreamOutcome outcome = stream.outcome().orElseThrow();
    assertThat(cancelled).isEqualTo(outcome == StreamOutcome.CANCELLED);
    assertThat(outcome != StreamOutcome.COMPLETED || events == EVENTS + 1).isTrue();
    return outcome;
  }

  private static long sum(Iterable<? extends Long> counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
