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
import dev.telltale.internal.telemetry.ChatInstrumenter;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import java.time.Duration;

/** Internal: the one implementation of {@link ChatClient}. */
public final class RealChatClient implements ChatClient {
  private final ChatProvider provider;
  private final Transport transport;
  private final Chain chain;
  private final InFlight inFlight = new InFlight();

  private RealChatClient(ChatProvider provider, Transport transport, Chain chain) {
    this.provider = provider;
    this.transport = transport;
    this.chain = chain;
  }

  /** Builds a client with a transport of its own. */
  public static RealChatClient create(
      ChatProvider provider, Telemetry telemetry, RetryPolicy retry, Limits limits) {
    Transport transport =
        Transport.create(
            limits.connectTimeout(), limits.streamIdleTimeout(), limits.maxBodyBytes());
    Chain chain =
        Pipeline.create(ChatInstrumenter.create(telemetry), retry, limits.deadline(), transport);
    return new RealChatClient(provider, transport, chain);
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
    String model = ChatCall.model(provider.info(), request);
    RunningCall running = inFlight.begin();
    ChatCall call =
        new ChatCall(
            provider,
            request,
            model,
            options,
            form,
            running.cancellation(),
            running.log(),
            running,
            null);
    return running.finished(() -> chain.proceed(call));
  }

  /** The bounds of a client. */
  public record Limits(
      Duration connectTimeout, Duration deadline, Duration streamIdleTimeout, long maxBodyBytes) {}
}
