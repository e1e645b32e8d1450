package dev.telltale.internal.pipeline;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs async calls, each on one thread for as long as it runs, on threads of its own: virtual ones
 * where the JDK has them, else daemon threads.
 *
 * <p>A thread ends when no call waits for one, so there is nothing to shut down, and none keeps the
 * JVM alive. Thread-safe.
 */
final class AsyncRunner implements Executor {
  /** The most calls at once on platform threads, unless the user says otherwise. */
  static final int DEFAULT_MAX_PLATFORM_THREADS = 256;

  private static final @Nullable ThreadFactory VIRTUAL = virtualThreads();

  private final ThreadFactory threads;
  private final int maxRunning;
  private final int maxQueued;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by lock. */
  private final Queue<Runnable> queue = new ArrayDeque<>();

  /** Guarded by lock. */
  private int running;

  AsyncRunner(ThreadFactory threads, int maxRunning, int maxQueued) {
    this.threads = threads;
    this.maxRunning = maxRunning;
    this.maxQueued = maxQueued;
  }

  /**
   * A runner on threads of its own.
   *
   * @param maxRunning the most calls at once, or null for the default of the kind of thread
   * @param maxQueued the most calls that wait for a thread; more are refused
   */
  static AsyncRunner create(@Nullable Integer maxRunning, int maxQueued) {
    ThreadFactory virtual = VIRTUAL;
    int byDefault = virtual == null ? DEFAULT_MAX_PLATFORM_THREADS : Integer.MAX_VALUE;
    return new AsyncRunner(
        virtual == null ? AsyncRunner::platformThread : virtual,
        maxRunning == null ? byDefault : maxRunning,
        maxQueued);
  }

  /**
   * Runs the task on a thread, at once or as soon as one is free.
   *
   * @throws RejectedExecutionException if as many run and wait as may
   */
  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      if (running == maxRunning) {
        if (queue.size() == maxQueued) {
          throw new RejectedExecutionException("As many async calls run and wait as may");
        }
        queue.add(task);
        return;
      }
      running++;
    } finally {
      lock.unlock();
    }
    start(task);
  }

  /** Takes a task that waits for a thread out of the queue. */
  void remove(Runnable task) {
    lock.lock();
    try {
      queue.remove(task);
    } finally {
      lock.unlock();
    }
  }

  private void start(Runnable task) {
    boolean started = false;
    try {
      threads.newThread(() -> runAll(task)).start();
      started = true;
    } finally {
      if (!started) {
        release();
      }
    }
  }

  /** Runs the task, then those that wait, until there are none. */
  private void runAll(Runnable first) {
    Runnable task = first;
    try {
      while (task != null) {
        task.run();
        task = next();
      }
    } finally {
      if (task != null) {
        // It threw, which is its own affair: those that wait still get a thread.
        Runnable waiting = next();
        if (waiting != null) {
          start(waiting);
        }
      }
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable next = queue.poll();
      if (next == null) {
        running--;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    lock.lock();
    try {
      running--;
    } finally {
      lock.unlock();
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
