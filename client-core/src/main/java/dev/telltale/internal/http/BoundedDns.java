package dev.telltale.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Looks hosts up on a thread of their own: a resolver that does not answer cannot be stopped, but
 * the call that waits for it can, by its timers, by cancelling and by an interrupt.
 *
 * <p>OkHttp asks for addresses on the thread of the call and does not say which call that is, so it
 * has to be announced.
 */
final class BoundedDns implements Dns {
  private static final long CANCEL_CHECK_MILLIS = 20;

  private final Dns resolver;

  @SuppressWarnings("ThreadLocalUsage") // Removed with each look-up.
  private final ThreadLocal<okhttp3.@Nullable Call> calling = new ThreadLocal<>();

  BoundedDns(Dns resolver) {
    this.resolver = resolver;
  }

  /** The next look-up of this thread is for this call. */
  void lookingUp(okhttp3.Call call) {
    calling.set(call);
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    okhttp3.Call waiting = calling.get();
    calling.remove();
    FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> resolver.lookup(host));
    Thread thread = new Thread(null, lookup, "telltale-dns", 0, false);
    thread.setDaemon(true);
    thread.start();
    return await(lookup, waiting);
  }

  private static List<InetAddress> await(
      FutureTask<List<InetAddress>> lookup, okhttp3.@Nullable Call waiting)
      throws UnknownHostException {
    while (waiting == null || !waiting.isCanceled()) {
      try {
        return lookup.get(CANCEL_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        // Look again whether somebody still waits for it.
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new UnknownHostException("The look-up of the host was interrupted");
      } catch (ExecutionException failed) {
        throw failure(failed.getCause());
      }
    }
    throw new UnknownHostException("The look-up of the host took too long, or was cancelled");
  }

  private static UnknownHostException failure(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException bug) {
      throw bug;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof UnknownHostException unknown
        ? unknown
        : new UnknownHostException("The look-up of the host failed");
  }

  /** Connections are shared by clients that look up in the same way. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BoundedDns that && resolver.equals(that.resolver);
  }

  @Override
  public int hashCode() {
    return resolver.hashCode();
  }
}
