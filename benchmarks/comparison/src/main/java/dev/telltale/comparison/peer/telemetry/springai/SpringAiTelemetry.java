package dev.telltale.comparison.peer.telemetry.springai;

import dev.telltale.comparison.peer.telemetry.CallPath;
import dev.telltale.comparison.peer.telemetry.InstrumentedPeer;
import dev.telltale.comparison.peer.telemetry.Recorder;
import dev.telltale.comparison.peer.telemetry.TelemetryProgram;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import java.time.Duration;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** Spring AI with its observation, timed and traced as Spring Boot would set it up. */
public final class SpringAiTelemetry implements InstrumentedPeer {
  private static final String OBSERVATION = "gen_ai.client.operation";

  private final OpenAiChatModel model;
  private final Duration timeout;

  private SpringAiTelemetry(String baseUrl, Duration timeout, Recorder recorder) {
    this.timeout = timeout;
    MeterRegistry meters = new SimpleMeterRegistry();
    recorder.alsoCount(
        () -> meters.find(OBSERVATION).timers().stream().mapToLong(Timer::count).sum());
    OtelTracer tracer =
        new OtelTracer(
            recorder.openTelemetry().getTracer("micrometer"),
            new OtelCurrentTraceContext(),
            event -> {});
    ObservationRegistry observations = ObservationRegistry.create();
    observations
        .observationConfig()
        .observationHandler(new DefaultTracingObservationHandler(tracer))
        .observationHandler(new DefaultMeterObservationHandler(meters));
    OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
    options.baseUrl(baseUrl);
    options.apiKey("sk-1");
    options.model("m");
    options.timeout(timeout);
    this.model =
        OpenAiChatModel.builder()
            .options(options.build())
            .observationRegistry(observations)
            .meterRegistry(meters)
            .build();
  }

  /** Takes cases; see {@link TelemetryProgram}. */
  public static void main(String[] args) throws Exception {
    TelemetryProgram.run(SpringAiTelemetry::new, args);
  }

  @Override
  public void call(CallPath path) {
    switch (path) {
      case PLAIN -> model.call(QUESTION);
      case DERIVED_CLIENT ->
          ChatClient.create(model).mutate().build().prompt(QUESTION).call().content();
      case CALL_OPTIONS -> {
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
        options.temperature(0.5);
        options.timeout(timeout);
        model.call(new Prompt(QUESTION, options.build()));
      }
      case STREAM_TO_END -> model.stream(QUESTION).blockLast();
      case STREAM_CLOSED_EARLY -> model.stream(QUESTION).take(1).blockLast();
      default -> throw new UnsupportedOperationException();
    }
  }
}
