package dev.telltale.benchmarks;

import dev.telltale.BreakerPolicy;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.benchmarks.StallingServer.Way;
import dev.telltale.openai.OpenAi;
import java.time.Duration;

/** How long a call takes that an open circuit breaker refuses. */
final class RefusedCalls {
  private static final ChatRequest REQUEST = ChatRequest.of("Name three rivers.");
  private static final int WINDOW = 5;
  private static final int WARM_UP = 2_000;

  private RefusedCalls() {}

  static long[] nanos(StallingServer server, int runs) {
    long[] nanos = new long[runs];
    try (ChatClient client = client(server)) {
      for (int failure = 0; failure < WINDOW; failure++) {
        fail(client, ErrorKind.SERVER);
      }
      int sent = server.requests();
      for (int run = -WARM_UP; run < runs; run++) {
        long start = System.nanoTime();
        fail(client, ErrorKind.REJECTED);
        if (run >= 0) {
          nanos[run] = System.nanoTime() - start;
        }
      }
      if (server.requests() != sent) {
        throw new IllegalStateException("An open circuit breaker let calls through");
      }
    }
    return nanos;
  }

  private static void fail(ChatClient client, ErrorKind expected) {
    try {
      client.chat(REQUEST);
    } catch (LlmException failure) {
      if (failure.kind() == expected) {
        return;
      }
      throw failure;
    }
    throw new IllegalStateException("A call was answered that cannot be");
  }

  private static ChatClient client(StallingServer server) {
    String url = server.url(Way.UNAVAILABLE);
    return ChatClient.builder(OpenAi.builder().baseUrl(url).model("m").build())
        .retry(RetryPolicy.none())
        .breaker(BreakerPolicy.builder().window(WINDOW).openFor(Duration.ofHours(1)).build())
        .build();
  }
}
