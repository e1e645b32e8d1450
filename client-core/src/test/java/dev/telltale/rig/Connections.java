package dev.telltale.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import java.lang.reflect.Field;
import java.time.Duration;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Looks into a client for its connection pool, which nothing but a test needs to see. */
final class Connections {
  private static final int DEPTH = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Connections() {}

  /** Fails if the client keeps a connection that no call of a test should need any more. */
  static void assertReleased(ChatClient client) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    // A cancelled call ends on its own thread, a moment after its future.
    while (inUse(client) != 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(inUse(client)).as("connections in use").isZero();
  }

  private static int inUse(ChatClient client) {
    OkHttpClient http = find(client, DEPTH);
    if (http == null) {
      throw new AssertionError("No OkHttpClient found in " + client.getClass());
    }
    ConnectionPool pool = http.connectionPool();
    return pool.connectionCount() - pool.idleConnectionCount();
  }

  private static @Nullable OkHttpClient find(Object holder, int depth) {
    if (holder instanceof OkHttpClient http) {
      return http;
    }
    if (depth == 0 || !holder.getClass().getName().startsWith("dev.telltale.internal.")) {
      return null;
    }
    OkHttpClient found = null;
    for (Field field : holder.getClass().getDeclaredFields()) {
      Object value = read(field, holder);
      found = found == null && value != null ? find(value, depth - 1) : found;
    }
    return found;
  }

  private static @Nullable Object read(Field field, Object holder) {
    try {
      field.setAccessible(true);
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
