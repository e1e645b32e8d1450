package dev.telltale.testing;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the server says to which request. */
final class Script {
  private record Rule(Predicate<ReceivedRequest> condition, Scripted response) {}

  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();

  // Guarded by lock.
  private final Queue<Scripted> queue = new ArrayDeque<>();
  private boolean looping;
  private @Nullable Scripted otherwise;

  void when(Predicate<ReceivedRequest> condition, Scripted response) {
    rules.add(new Rule(condition, response));
  }

  void enqueue(List<Scripted> responses) {
    synchronized (lock) {
      queue.addAll(responses);
    }
  }

  void loop() {
    synchronized (lock) {
      looping = true;
    }
  }

  void otherwise(Scripted response) {
    synchronized (lock) {
      otherwise = response;
    }
  }

  Scripted next(Exchange exchange) {
    for (Rule rule : rules) {
      if (rule.condition().test(exchange.request())) {
        return rule.response();
      }
    }
    synchronized (lock) {
      Scripted queued = queue.poll();
      if (queued != null && looping) {
        queue.add(queued);
      }
      if (queued != null) {
        return queued;
      }
      if (otherwise != null) {
        return otherwise;
      }
    }
    return Scripted.answer("This is a scripted answer from " + exchange.model() + ".");
  }
}
