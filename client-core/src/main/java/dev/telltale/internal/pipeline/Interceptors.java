package dev.telltale.internal.pipeline;

import dev.telltale.ChatInterceptor;
import java.util.List;

/** Internal: the interceptors of a client, each list with the outermost first. */
public record Interceptors(List<ChatInterceptor> ofCalls, List<ChatInterceptor> ofAttempts) {
  /** Keeps copies. */
  public Interceptors {
    ofCalls = List.copyOf(ofCalls);
    ofAttempts = List.copyOf(ofAttempts);
  }
}
