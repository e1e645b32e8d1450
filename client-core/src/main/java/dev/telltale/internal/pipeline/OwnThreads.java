package dev.telltale.internal.pipeline;

import java.lang.reflect.Method;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs async calls on threads of the client's own: virtual ones where the JDK has them, else daemon
 * threads.
 *
 * <p>A thread ends with its call, so there is nothing to shut down, and none keeps the JVM alive.
 * Thread-safe.
 */
final class OwnThreads implements AsyncRunner {
  /** The most platform threads, unless the user limits calls. */
  private static final int DEFAULT_MAX_PLATFORM_THREADS = 256;

  private static final @Nullable ThreadFactory VIRTUAL = virtualThreads();

  private final CallQueue queue;
  private final ThreadFactory threads;

  OwnThreads(CallQueue queue, ThreadFactory threads) {
    this.queue = queue;
    this.threads = threads;
  }

  /** Threads of the best kind there is, for calls whose turn it is. */
  static OwnThreads create(CallQueue queue) {
    return new OwnThreads(queue, VIRTUAL == null ? OwnThreads::platformThread : VIRTUAL);
  }

  /**
   * The most threads at once.
   *
   * @param maxCalls the most calls at once, or null for any number
   */
  static int most(@Nullable Integer maxCalls) {
    if (VIRTUAL != null) {
      return CallQueue.UNLIMITED;
    }
    return maxCalls == null ? DEFAULT_MAX_PLATFORM_THREADS : maxCalls;
  }

  @Override
  public void submit(AsyncCall<?> call) {
    switch (call.place().askForThread(() -> startLater(call))) {
      case TAKEN -> start(call);
      case WAITS -> call.expireInQueue();
      case REFUSED -> throw new RejectedExecutionException("As many calls run and wait as may");
    }
  }

  @Override
  public void withdraw(AsyncCall<?> call) {
    if (!call.place().taken()) {
      call.place().leave();
    }
  }

  private void startLater(AsyncCall<?> call) {
    try {
      start(call);
    } catch (RuntimeException | Error noThread) {
      // Nobody who gave up a place has to do with the call that takes it.
      call.refuse();
    }
  }

  private void start(AsyncCall<?> call) {
    boolean started = false;
    try {
      threads.newThread(() -> run(call)).start();
      started = true;
    } finally {
      if (!started) {
        queue.threadEnded();
      }
    }
  }

  private void run(AsyncCall<?> call) {
    try {
      call.run();
    } finally {
      queue.threadEnded();
    }
  }

  private static Thread platformThread(Runnable task) {
    // What the caller's thread inherited is not the next call's business.
    Thread thread = new Thread(null, task, "telltale-call", 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /** A factory of virtual threads, or null before Java 21; the bytecode is that of Java 17. */
  private static @Nullable ThreadFactory virtualThreads() {
    try {
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      type.getMethod("name", String.class).invoke(builder, "telltale-call");
      Method inherit = type.getMethod("inheritInheritableThreadLocals", boolean.class);
      inherit.invoke(builder, false);
      return (ThreadFactory) type.getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException before21) {
      return null;
    }
  }
}
