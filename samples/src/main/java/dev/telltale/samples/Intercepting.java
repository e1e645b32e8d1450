package dev.telltale.samples;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.testing.Scripted;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers from a cache, changes the request, adds a header and logs, by three interceptors. */
public final class Intercepting {
  private static final Scripted ANSWER = Scripted.answer("Seven, and the Douro.");

  private Intercepting() {}

  /** Runs without arguments. */
  public static void main(String[] args) {
    try (Playground playground = Playground.open(ANSWER);
        ChatClient client =
            ChatClient.builder(playground.provider())
                .interceptor(new Cache())
                .interceptor(new Briefing())
                .attemptInterceptor(new Log())
                .build()) {
      ChatRequest request = ChatRequest.of("How many rivers has Portugal?");
      System.out.println(client.chat(request).text());
      System.out.println(client.chat(request).text());
    }
  }

  /** Asks the model once for each request; what it answers from memory is no model's call. */
  private static final class Cache implements ChatInterceptor {
    private final Map<ChatRequest, ChatResponse> answers = new ConcurrentHashMap<>();

    @Override
    public ChatResponse intercept(Chain chain) {
      ChatResponse known = answers.get(chain.request());
      if (known != null) {
        System.out.println("From memory:");
        return known;
      }
      ChatResponse answer = chain.proceed(chain.request(), chain.options());
      answers.put(chain.request(), answer);
      return answer;
    }
  }

  /** Changes the request, and adds a header. */
  private static final class Briefing implements ChatInterceptor {
    @Override
    public ChatResponse intercept(Chain chain) {
      ChatRequest brief = chain.request().toBuilder().maxTokens(100).build();
      CallOptions options = chain.options().toBuilder().header("X-Team", "rivers").build();
      return chain.proceed(brief, options);
    }
  }

  /** Sees each attempt, also those that fail and are repeated. */
  private static final class Log implements ChatInterceptor {
    @Override
    public ChatResponse intercept(Chain chain) {
      System.out.println("Attempt: " + chain.attempt());
      return chain.proceed(chain.request(), chain.options());
    }
  }
}
