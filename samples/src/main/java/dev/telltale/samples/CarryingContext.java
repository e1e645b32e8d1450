package dev.telltale.samples;

import dev.telltale.ChatClient;
import dev.telltale.testing.Scripted;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes what a thread knows, such as the MDC of a logging library, along to the callbacks of async
 * calls. The OpenTelemetry context goes along by itself.
 */
public final class CarryingContext {
  /** Stands for the MDC; with SLF4J: getCopyOfContextMap(), setContextMap(..), clear(). */
  private static final ThreadLocal<String> MDC = new ThreadLocal<>();

  private CarryingContext() {}

  /** Runs without arguments. */
  public static void main(String[] args) {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (Playground playground = Playground.open(Scripted.answer("Seven, and the Douro."));
        ChatClient client =
            ChatClient.builder(playground.provider()).executor(carrying(pool)).build()) {
      MDC.set("user 7");
      client
          .chatAsync("How many rivers has Portugal?")
          .thenAccept(answer -> System.out.println(MDC.get() + " learns: " + answer.text()))
          .join();
      CompletableFuture.runAsync(() -> System.out.println("The next task: " + MDC.get()), pool)
          .join();
    } finally {
      MDC.remove();
      pool.shutdown();
    }
  }

  /**
   * The client hands a task over on the thread that makes the call: what that knows is read then.
   */
  private static Executor carrying(Executor threads) {
    return task -> {
      String known = MDC.get();
      threads.execute(() -> runWith(known, task));
    };
  }

  private static void runWith(String known, Runnable task) {
    String before = MDC.get();
    MDC.set(known);
    try {
      task.run();
    } finally {
      MDC.set(before);
    }
  }
}
