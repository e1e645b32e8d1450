package dev.telltale.internal.pipeline;

import dev.telltale.CallOptions;
import dev.telltale.CallReport;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.internal.retry.Reported;
import dev.telltale.internal.stream.OuterStream;
import dev.telltale.internal.stream.ReplayedStream;
import dev.telltale.provider.AnswerForm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets one interceptor of the user handle the call, or each attempt at it.
 *
 * <p>Spans are made and ended by stages that an interceptor cannot reach. What it can do is lose a
 * stream; so those that it opened are kept here until it is known which of them the caller gets,
 * and the others are closed.
 */
final class InterceptorStage implements Stage {
  private final ChatInterceptor interceptor;
  private final Level level;

  InterceptorStage(ChatInterceptor interceptor, Level level) {
    this.interceptor = interceptor;
    this.level = level;
  }

  @Override
  public Reply run(ChatCall call, Chain rest) {
    Way way = new Way(call, rest);
    return call.form() == AnswerForm.WHOLE ? whole(way) : stream(way);
  }

  private Reply whole(Way way) {
    try {
      return new Reply.Whole(checked(interceptor.intercept(new WholeWay(way)), way));
    } catch (LlmException failure) {
      throw Reported.failure(failure, way.call.log()::report);
    } finally {
      way.over = true;
    }
  }

  private Reply stream(Way way) {
    boolean settled = false;
    try {
      ChatStream stream = checked(interceptor.interceptStream(new StreamWay(way)), way);
      settled = true;
      return new Reply.Opened(settle(stream, way));
    } catch (LlmException failure) {
      throw Reported.failure(failure, way.call.log()::report);
    } finally {
      way.over = true;
      if (!settled) {
        way.opened.forEach(ChatStream::close);
      }
    }
  }

  private <T> T checked(@Nullable T answer, Way way) {
    String name = interceptor.getClass().getName();
    if (answer == null) {
      throw new IllegalStateException("The interceptor " + name + " returned null");
    }
    if (level == Level.ATTEMPT && !way.answered) {
      throw new IllegalStateException(
          "The attempt interceptor "
              + name
              + " answered without an answer of the server; register it by interceptor(..) instead");
    }
    return answer;
  }

  @SuppressWarnings("ReferenceEquality") // Only the stream itself needs no closing with it.
  private static ChatStream settle(ChatStream returned, Way way) {
    List<ChatStream> others = new ArrayList<>(way.opened);
    boolean ours = others.removeIf(stream -> stream == returned);
    if (ours || returned instanceof ReplayedStream) {
      others.forEach(ChatStream::close);
      return returned;
    }
    return new OuterStream(returned, others, way.call.log()::report);
  }

  /** Where an interceptor stands. */
  enum Level {
    /** Above everything: sees one logical call. */
    CALL,
    /** Below the retries: sees each attempt. */
    ATTEMPT
  }

  /** The way that the call still has to go, and what came back from it. */
  private final class Way {
    private final ChatCall call;
    private final Chain rest;
    private final List<ChatStream> opened = new ArrayList<>();
    private boolean proceeded;
    private boolean answered;

    /** The interceptor has returned: what it opens from then on nobody would end. */
    private volatile boolean over;

    Way(ChatCall call, Chain rest) {
      this.call = call;
      this.rest = rest;
    }

    CallReport.@Nullable Attempt attempt() {
      return level == Level.CALL ? null : call.requireOutgoing().attempt().toReport();
    }

    Reply proceed(ChatRequest request, CallOptions options) {
      if (over) {
        throw new IllegalStateException(
            "The interceptor "
                + interceptor.getClass().getName()
                + " has returned; it is too late");
      }
      if (level == Level.ATTEMPT && proceeded) {
        throw new IllegalStateException(
            "An attempt is made once; have the call tried again by its RetryPolicy, or proceed"
                + " more often from an interceptor of the call");
      }
      proceeded = true;
      Reply reply = rest.proceed(call.asking(request, options));
      answered = true;
      return reply;
    }
  }

  private record WholeWay(Way way) implements ChatInterceptor.Chain {
    @Override
    public ChatRequest request() {
      return way.call.request();
    }

    @Override
    public CallOptions options() {
      return way.call.options();
    }

    @Override
    public CallReport.@Nullable Attempt attempt() {
      return way.attempt();
    }

    @Override
    public ChatResponse proceed(ChatRequest request, CallOptions options) {
      ChatResponse response = ((Reply.Whole) way.proceed(request, options)).response();
      return response.toBuilder().report(way.call.log().report()).build();
    }
  }

  private record StreamWay(Way way) implements ChatInterceptor.StreamChain {
    @Override
    public ChatRequest request() {
      return way.call.request();
    }

    @Override
    public CallOptions options() {
      return way.call.options();
    }

    @Override
    public CallReport.@Nullable Attempt attempt() {
      return way.attempt();
    }

    @Override
    public ChatStream proceed(ChatRequest request, CallOptions options) {
      ChatStream stream = ((Reply.Opened) way.proceed(request, options)).stream();
      way.opened.add(stream);
      return stream;
    }

    @Override
    public ChatStream replay(ChatResponse response) {
      return new ReplayedStream(response, way.call.log()::report);
    }
  }
}
