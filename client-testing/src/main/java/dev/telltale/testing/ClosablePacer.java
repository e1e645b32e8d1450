package dev.telltale.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits in real time, until the time is over or the server is closed. */
final class ClosablePacer implements Pacer {
  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public void pause(Duration pause) throws IOException {
    try {
      if (closed.await(TimeUnit.NANOSECONDS.convert(pause), TimeUnit.NANOSECONDS)) {
        throw new IOException("The server was closed.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
