package dev.telltale.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.internal.pipeline.CallQueue.Answer;
import dev.telltale.internal.pipeline.CallQueue.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CallQueueTest {
  private static final int STEPS = 100_000;

  private final List<String> turns = new ArrayList<>();

  @Test
  void turnsComeInTheOrderOfAsking() {
    CallQueue queue = new CallQueue(1, 1, 10);
    Place first = queue.place();
    Place second = queue.place();
    Place third = queue.place();
    Place fourth = queue.place();
    assertThat(ask(first, "first")).isEqualTo(Answer.TAKEN);
    assertThat(askForThread(second, "second")).isEqualTo(Answer.WAITS);
    assertThat(ask(third, "third")).isEqualTo(Answer.WAITS);
    assertThat(askForThread(fourth, "fourth")).isEqualTo(Answer.WAITS);

    first.leave();
    second.leave();
    third.leave();

    assertThat(turns).containsExactly("second", "third");
    queue.threadEnded();
    assertThat(turns).containsExactly("second", "third", "fourth");
  }

  @Test
  void callWithoutThreadHoldsUpNoOther() {
    CallQueue queue = new CallQueue(2, 1, 10);
    Place running = queue.place();
    Place waiting = queue.place();
    Place other = queue.place();

    assertThat(askForThread(running, "running")).isEqualTo(Answer.TAKEN);
    assertThat(askForThread(waiting, "waiting")).isEqualTo(Answer.WAITS);
    assertThat(ask(other, "other")).isEqualTo(Answer.TAKEN);
  }

  @Test
  void noMoreWaitThanMay() {
    CallQueue queue = new CallQueue(1, 1, 2);
    Place running = queue.place();
    Place waiting = queue.place();
    assertThat(ask(running, "running")).isEqualTo(Answer.TAKEN);
    assertThat(ask(waiting, "waiting")).isEqualTo(Answer.WAITS);
    assertThat(askForThread(queue.place(), "too")).isEqualTo(Answer.WAITS);

    assertThat(ask(queue.place(), "refused")).isEqualTo(Answer.REFUSED);
    assertThat(askForThread(queue.place(), "refused")).isEqualTo(Answer.REFUSED);
    waiting.leave();
    assertThat(ask(queue.place(), "next")).isEqualTo(Answer.WAITS);
  }

  @Test
  void placeIsGivenUpForGood() {
    CallQueue queue = new CallQueue(1, 1, 2);
    Place place = queue.place();
    place.leave();

    assertThat(ask(place, "late")).isEqualTo(Answer.REFUSED);
    place.leave();

    assertThat(ask(queue.place(), "first")).isEqualTo(Answer.TAKEN);
    assertThat(ask(queue.place(), "second")).isEqualTo(Answer.WAITS);
  }

  @Test
  void seriesNeedsAThreadAndNoTurn() {
    CallQueue queue = new CallQueue(1, 1, 10);
    Place call = queue.place();
    Place series = queue.placeOfSeries();
    Place other = queue.placeOfSeries();
    assertThat(ask(call, "call")).isEqualTo(Answer.TAKEN);

    assertThat(askForThread(series, "series")).isEqualTo(Answer.TAKEN);
    assertThat(askForThread(other, "other")).isEqualTo(Answer.WAITS);
    series.leave();
    queue.threadEnded();

    assertThat(turns).containsExactly("other");
    assertThat(ask(queue.place(), "next")).isEqualTo(Answer.WAITS);
    call.leave();
    assertThat(turns).containsExactly("other", "next");
  }

  @Test
  void noOrderOfEventsBreaksTheBounds() {
    Random random = new Random(62);
    for (int seed = 0; seed < 100; seed++) {
      Model model = new Model(1 + random.nextInt(4), 1 + random.nextInt(4), random.nextInt(5));
      for (int step = 0; step < STEPS / 100; step++) {
        model.step(random);
        model.check();
      }
      model.drain();
    }
  }

  private Answer ask(Place place, String name) {
    return place.ask(() -> turns.add(name));
  }

  private Answer askForThread(Place place, String name) {
    return place.askForThread(() -> turns.add(name));
  }

  /** What is known of a queue from outside. */
  private static final class Model {
    private final int maxRunning;
    private final int maxThreads;
    private final int maxQueued;
    private final CallQueue queue;
    private final List<Place> running = new ArrayList<>();
    private final List<Place> waiting = new ArrayList<>();
    private final List<Place> forThread = new ArrayList<>();
    private int threads;

    Model(int maxRunning, int maxThreads, int maxQueued) {
      this.maxRunning = maxRunning;
      this.maxThreads = maxThreads;
      this.maxQueued = maxQueued;
      this.queue = new CallQueue(maxRunning, maxThreads, maxQueued);
    }

    void step(Random random) {
      switch (random.nextInt(5)) {
        case 0 -> ask(random.nextBoolean());
        case 1 -> leave(running, random);
        case 2 -> leave(waiting, random);
        case 3 -> leave(forThread, random);
        default -> endThread();
      }
    }

    private void ask(boolean needsThread) {
      Place place = queue.place();
      List<Place> line = needsThread ? forThread : waiting;
      Runnable turn =
          () -> {
            assertThat(line.remove(0)).as("first in its line").isSameAs(place);
            take(place, needsThread);
          };
      switch (needsThread ? place.askForThread(turn) : place.ask(turn)) {
        case TAKEN -> take(place, needsThread);
        case WAITS -> line.add(place);
        case REFUSED -> assertThat(waiting.size() + forThread.size()).isEqualTo(maxQueued);
      }
    }

    private void take(Place place, boolean needsThread) {
      running.add(place);
      threads += needsThread ? 1 : 0;
    }

    private static void leave(List<Place> from, Random random) {
      if (!from.isEmpty()) {
        from.remove(random.nextInt(from.size())).leave();
      }
    }

    private void endThread() {
      if (threads > 0) {
        threads--;
        queue.threadEnded();
      }
    }

    void check() {
      assertThat(running).hasSizeLessThanOrEqualTo(maxRunning).allMatch(Place::taken);
      assertThat(threads).isLessThanOrEqualTo(maxThreads);
      assertThat(waiting.size() + forThread.size()).isLessThanOrEqualTo(maxQueued);
      if (running.size() < maxRunning) {
        assertThat(waiting).as("could run").isEmpty();
        assertThat(forThread.isEmpty() || threads == maxThreads).as("none could run").isTrue();
      }
    }

    void drain() {
      while (!running.isEmpty() || threads > 0) {
        while (!running.isEmpty()) {
          running.remove(0).leave();
        }
        endThread();
      }
      assertThat(waiting).isEmpty();
      assertThat(forThread).isEmpty();
    }
  }
}
