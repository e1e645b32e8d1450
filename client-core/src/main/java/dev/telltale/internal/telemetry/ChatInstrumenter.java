package dev.telltale.internal.telemetry;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.Telemetry;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Starts a {@link ChatRecording} for each call.
 *
 * <p>Nothing that OpenTelemetry, an adapter's description or a cost model throws reaches the call:
 * the recording is then poorer, and the first such failure is logged.
 */
public final class ChatInstrumenter {
  private static final String SCOPE = "dev.telltale";

  private final Telemetry telemetry;
  private final boolean withoutGlobal;
  private final TelemetryOptions options;
  private final Tracer tracer;
  private final ChatMetrics metrics;
  private final CallEvents events;
  private final ContentRecorder content;
  private final boolean recording;
  private final Pricing pricing;
  private final GuardedListeners listeners;
  private final LongSupplier ticker = System::nanoTime;
  private final InstantSource clock = InstantSource.system();
  private final MetricAttributes.Cache series;
  private final MetricNames names;
  private final Guard guard;
  private final ToolInstrumenter tools;

  private ChatInstrumenter(
      OpenTelemetry openTelemetry, Telemetry telemetry, MetricNames names, boolean withoutGlobal) {
    this.telemetry = telemetry;
    this.withoutGlobal = withoutGlobal;
    this.options = telemetry.options();
    this.tracer = openTelemetry.getTracer(SCOPE);
    Instruments instruments = new Instruments(openTelemetry.getMeter(SCOPE));
    this.metrics = new ChatMetrics(instruments, options);
    this.guard = new Guard(metrics::dropped);
    this.events = new CallEvents(openTelemetry.getLogsBridge().get(SCOPE), options);
    this.content = new ContentRecorder(options, guard);
    this.recording = !openTelemetry.equals(OpenTelemetry.noop());
    this.pricing = new Pricing(telemetry.costModel(), guard);
    this.listeners = new GuardedListeners(telemetry.listeners(), guard);
    this.names = names;
    this.series = new MetricAttributes.Cache(options, names.models());
    this.tools =
        new ToolInstrumenter(tracer, instruments, recording, content, guard, ticker, names.tools());
  }

  /** Returns an instrumenter that reports where the telemetry says, or to the global one. */
  public static ChatInstrumenter create(Telemetry telemetry) {
    return create(telemetry, MetricNames.create());
  }

  /** Returns one for another telemetry that tells the same names apart on metrics as this one. */
  public ChatInstrumenter derive(Telemetry telemetry) {
    return create(telemetry, names);
  }

  /** This one, or another once there is the global OpenTelemetry that it was made without. */
  public ChatInstrumenter current() {
    return withoutGlobal && GlobalOpenTelemetry.isSet() ? derive(telemetry) : this;
  }

  private static ChatInstrumenter create(Telemetry telemetry, MetricNames names) {
    OpenTelemetry chosen = telemetry.openTelemetry();
    // Asked first: one that is set in between is found by the next call.
    boolean withoutGlobal = chosen == null && !GlobalOpenTelemetry.isSet();
    return new ChatInstrumenter(
        chosen == null ? GlobalOpenTelemetry.getOrNoop() : chosen, telemetry, names, withoutGlobal);
  }

  /** About the most that a call may cost, or why that is not known. */
  public Cost estimate(ChatProvider provider, ChatRequest request, String model) {
    Inference asked = new Inference(provider, request, model, CallOptions.none(), AnswerForm.WHOLE);
    ChatResponse most = ChatResponse.builder().usage(MostUsage.of(request)).build();
    return pricing.price(asked, clock.instant(), most);
  }

  /** Starts the recording of one call; whoever gets it ends it. */
  public ChatRecording start(
      ChatProvider provider,
      ChatRequest request,
      String model,
      CallOptions options,
      AnswerForm form) {
    Inference asked = new Inference(provider, request, model, options, form);
    Context caller = Context.current();
    Span span = Span.getInvalid();
    if (recording) {
      try {
        span = startSpan(asked, caller);
      } catch (Throwable broken) {
        guard.report("span", broken);
      }
    }
    return new ChatRecording(this, asked, caller, span);
  }

  /** Starts the parent of the recordings of several candidates; whoever gets it ends it. */
  public FallbackRecording startFallback() {
    Span span = Span.getInvalid();
    if (recording) {
      try {
        span =
            tracer
                .spanBuilder(GenAi.FALLBACK_SPAN)
                .setAttribute(GenAi.FALLBACK_CANDIDATES, 1L)
                .startSpan();
      } catch (Throwable broken) {
        guard.report("span", broken);
      }
    }
    return new FallbackRecording(this, span);
  }

  private Span startSpan(Inference asked, Context caller) {
    SpanBuilder builder =
        tracer.spanBuilder(GenAi.CHAT + " " + asked.model()).setSpanKind(SpanKind.CLIENT);
    int leftOut = RequestAttributes.put(builder::setAttribute, asked, options, caller);
    for (int i = 0; i < leftOut; i++) {
      guard.dropped(Guard.TOO_MANY_ATTRIBUTES);
    }
    return builder.startSpan();
  }

  /** What reports the tools that run for the client. */
  public ToolInstrumenter tools() {
    return tools;
  }

  /** Those to tell of finished calls. */
  public GuardedListeners listeners() {
    return listeners;
  }

  TelemetryOptions options() {
    return options;
  }

  boolean recording() {
    return recording;
  }

  ChatMetrics metrics() {
    return metrics;
  }

  CallEvents events() {
    return events;
  }

  ContentRecorder content() {
    return content;
  }

  Pricing pricing() {
    return pricing;
  }

  MetricAttributes.Cache series() {
    return series;
  }

  VendorAttributes.Keys vendorKeys() {
    return names.vendorKeys();
  }

  Guard guard() {
    return guard;
  }

  long nanoTime() {
    return ticker.getAsLong();
  }

  InstantSource clock() {
    return clock;
  }
}
