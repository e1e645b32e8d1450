package dev.telltale.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import dev.telltale.internal.http.Transport;
import dev.telltale.internal.retry.Deadline;
import dev.telltale.internal.telemetry.ChatInstrumenter;
import dev.telltale.provider.AnswerForm;
import java.time.Duration;
import java.util.List;

/** Internal: the one implementation of {@link ChatClient}. */
public final class RealChatClient implements ChatClient {
  private final Transport transport;
  private final Chain chain;
  private final Duration deadline;
  private final InFlight inFlight = new InFlight();

  private RealChatClient(Transport transport, Chain chain, Duration deadline) {
    this.transport = transport;
    this.chain = chain;
    this.deadline = deadline;
  }

  /** Builds a client with a transport of its own. */
  public static RealChatClient create(
      List<Candidate> candidates, Telemetry telemetry, RetryPolicy retry, Limits limits) {
    Transport transport =
        Transport.create(
            limits.connectTimeout(), limits.streamIdleTimeout(), limits.maxBodyBytes());
    Chain chain = Pipeline.create(candidates, ChatInstrumenter.create(telemetry), retry, transport);
    return new RealChatClient(transport, chain, limits.deadline());
  }

  @Override
  public ChatResponse chat(ChatRequest request, CallOptions options) {
    return ((Reply.Whole) call(request, options, AnswerForm.WHOLE)).response();
  }

  @Override
  public ChatStream stream(ChatRequest request, CallOptions options) {
    return ((Reply.Opened) call(request, options, AnswerForm.STREAM)).stream();
  }

  @Override
  public void close() {
    inFlight.close();
    transport.close();
  }

  private Reply call(ChatRequest request, CallOptions options, AnswerForm form) {
    requireNonNull(request, "request");
    requireNonNull(options, "options");
    RunningCall running = inFlight.begin();
    ChatCall call =
        new ChatCall(
            request,
            options,
            form,
            Deadline.after(options.deadline().orElse(deadline), System::nanoTime),
            running.cancellation(),
            running.log(),
            running,
            null,
            null);
    return running.finished(() -> chain.proceed(call));
  }

  /** The bounds of a client. */
  public record Limits(
      Duration connectTimeout, Duration deadline, Duration streamIdleTimeout, long maxBodyBytes) {}
}
