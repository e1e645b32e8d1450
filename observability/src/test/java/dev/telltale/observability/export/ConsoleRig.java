package dev.telltale.observability.export;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.time.TestClock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An SDK with a clock that stands still, whose spans are printed to memory. */
final class ConsoleRig implements AutoCloseable {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final TestClock clock = TestClock.create();
  private final SdkTracerProvider provider;

  ConsoleRig(Glyphs glyphs) {
    provider =
        SdkTracerProvider.builder()
            .setClock(clock)
            .addSpanProcessor(new ConsoleSpans(out, new CallRenderer(glyphs)))
            .build();
  }

  /** Starts a call to the given model below the current span. */
  Span call(String model) {
    return span("chat " + model)
        .setAttribute(GenAi.OPERATION_NAME, GenAi.CHAT)
        .setAttribute(GenAi.PROVIDER_NAME, "openai")
        .setAttribute(GenAi.REQUEST_MODEL, model)
        .startSpan();
  }

  /** Prepares a span of another library. */
  SpanBuilder span(String name) {
    return provider.get("another.library").spanBuilder(name).setParent(Context.current());
  }

  Tracer tracer(String scope) {
    return provider.get(scope);
  }

  /** Runs what is below a span. */
  static void below(Span span, Runnable work) {
    Context.current().with(span).wrap(work).run();
  }

  void pass(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }

  /** What was printed, with line feeds at the ends of lines. */
  String printed() {
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Override
  public void close() {
    provider.close();
  }
}
