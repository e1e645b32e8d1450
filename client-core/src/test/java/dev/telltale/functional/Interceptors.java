package dev.telltale.functional;

import dev.telltale.CallOptions;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.rig.PlainProvider;
import java.util.List;
import java.util.function.Function;

/** Interceptors of one form for tests, and what they use. */
final class Interceptors {
  private Interceptors() {}

  static ChatInterceptor whole(Function<ChatInterceptor.Chain, ChatResponse> handling) {
    return new ChatInterceptor() {
      @Override
      public ChatResponse intercept(Chain chain) {
        return handling.apply(chain);
      }
    };
  }

  static ChatInterceptor streamed(Function<ChatInterceptor.StreamChain, ChatStream> handling) {
    return new ChatInterceptor() {
      @Override
      public ChatStream interceptStream(StreamChain chain) {
        return handling.apply(chain);
      }
    };
  }

  static ChatInterceptor noting(String name, List<String> order) {
    return whole(
        chain -> {
          order.add(name);
          ChatResponse response = chain.proceed(chain.request(), chain.options());
          order.add("-" + name);
          return response;
        });
  }

  static CallOptions with(CallOptions options, String header, String value) {
    return options.toBuilder().header(header, value).build();
  }

  static ChatResponse cached() {
    return PlainProvider.answer("text Porto\nfinish stop");
  }
}
