package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the way of calls: sees the request, may change it, answer in its place, or change the
 * answer.
 *
 * <pre>{@code
 * ChatInterceptor traced =
 *     new ChatInterceptor() {
 *       @Override
 *       public ChatResponse intercept(Chain chain) {
 *         CallOptions options = chain.options().toBuilder().header("X-Team", "maps").build();
 *         return chain.proceed(chain.request(), options);
 *       }
 *     };
 * ChatClient client = ChatClient.builder(provider).interceptor(traced).build();
 * }</pre>
 *
 * <p>There are two places for one. {@link ChatClient.Builder#interceptor} puts it above everything:
 * it sees one logical call, and may proceed never, once or more often. Each time it proceeds, a
 * model is asked, which makes one span; an answer of its own makes none. {@link
 * ChatClient.Builder#attemptInterceptor} puts it below the retries: it sees each attempt within the
 * span of its call, has to proceed exactly once, and returns what came of that, changed or not.
 * Whatever an interceptor does, each model asked has exactly one span that ends once.
 *
 * <p>Called on the thread of the call, so implementations are thread-safe and may block; what they
 * throw, the caller is thrown. Interceptors added first see the request first and the answer last.
 */
public interface ChatInterceptor {

  /**
   * Returns an interceptor that changes what is asked, in calls of both forms, and nothing else.
   *
   * @param change gives the request to go on with
   */
  static ChatInterceptor changing(UnaryOperator<ChatRequest> change) {
    requireNonNull(change, "change");
    return new ChatInterceptor() {
      @Override
      public ChatResponse intercept(Chain chain) {
        return chain.proceed(change.apply(chain.request()), chain.options());
      }

      @Override
      public ChatStream interceptStream(StreamChain chain) {
        return chain.proceed(change.apply(chain.request()), chain.options());
      }
    };
  }

  /**
   * Handles a call for a whole answer; calls for streams go to {@link #interceptStream}. Default:
   * proceeds unchanged.
   *
   * @throws LlmException if there is no answer
   */
  default ChatResponse intercept(Chain chain) {
    return chain.proceed(chain.request(), chain.options());
  }

  /**
   * Handles a call for a stream. Default: proceeds unchanged.
   *
   * <p>A stream that came from proceeding and is not returned is closed, at once or, where what is
   * returned may be wrapped around it, together with that.
   *
   * @throws LlmException if the stream could not be opened
   */
  default ChatStream interceptStream(StreamChain chain) {
    return chain.proceed(chain.request(), chain.options());
  }

  /** A call for a whole answer, and what is left of its way. Belongs to one thread. */
  interface Chain {

    /** What is asked. */
    ChatRequest request();

    /** The options of the call. */
    CallOptions options();

    /** The attempt about to be made, or null where the call is not yet at one. */
    CallReport.@Nullable Attempt attempt();

    /**
     * Goes on with this request and these options, and returns the answer with its report up to
     * here. Timeouts set here hold from here on. A deadline set here counts from here, and can only
     * bring the end of the call nearer. For an attempt, the model and the retry policy are fixed,
     * and a deadline is that of the attempt.
     *
     * @throws LlmException if there is no answer
     * @throws IllegalStateException if an attempt was made already, or the interceptor has returned
     */
    ChatResponse proceed(ChatRequest request, CallOptions options);
  }

  /** A call for a stream, and what is left of its way. Belongs to one thread. */
  interface StreamChain {

    /** What is asked. */
    ChatRequest request();

    /** The options of the call. */
    CallOptions options();

    /** The attempt about to be made, or null where the call is not yet at one. */
    CallReport.@Nullable Attempt attempt();

    /**
     * Goes on with this request and these options, and returns the stream, whose first event is
     * there. What can be changed is as in {@link Chain#proceed}.
     *
     * @throws LlmException if the stream could not be opened
     * @throws IllegalStateException if an attempt was made already, or the interceptor has returned
     */
    ChatStream proceed(ChatRequest request, CallOptions options);

    /** Returns a stream that brings this answer, such as one from a cache. Nothing is sent. */
    ChatStream replay(ChatResponse response);
  }
}
