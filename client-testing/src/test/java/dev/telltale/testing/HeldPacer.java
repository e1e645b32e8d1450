package dev.telltale.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** A pacer whose waits end when the test says so. */
final class HeldPacer implements Pacer {
  private final Semaphore due = new Semaphore(0);
  private final Semaphore waiting = new Semaphore(0);

  @Override
  public void pause(Duration pause) throws IOException {
    waiting.release();
    try {
      due.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  void awaitPause() throws InterruptedException {
    waiting.acquire();
  }

  boolean paused() {
    return waiting.availablePermits() > 0;
  }

  void release() {
    due.release();
  }

  @Override
  public void close() {
    due.release(1000);
  }
}
