package dev.telltale.rig;

import dev.telltale.ChatClient;
import java.lang.reflect.Field;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Looks into a client for its connection pool, which nothing but a test needs to see. */
final class Connections {
  private static final int DEPTH = 3;

  private Connections() {}

  static int inUse(ChatClient client) {
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
