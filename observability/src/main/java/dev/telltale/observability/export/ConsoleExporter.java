package dev.telltale.observability.export;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Prints chat calls for people: a tree for each call when it ends, and tables of metrics.
 *
 * <p>Thread-safe; trees of calls that end together do not mix. Prints no prompt and no answer. A
 * call is printed by the thread that ends it, so this is for development, not for busy services.
 * Spans of other libraries are one line each below the call that they belong to, and else left out.
 * The stream stays open.
 */
public final class ConsoleExporter {
  private final ConsoleSpans spans;
  private final ConsoleMetrics metrics;

  private ConsoleExporter(PrintStream out, Glyphs glyphs) {
    this.spans = new ConsoleSpans(out, new CallRenderer(glyphs));
    this.metrics = new ConsoleMetrics(out);
  }

  /** Returns an exporter that prints to {@code System.out}, in ASCII where that is all it takes. */
  public static ConsoleExporter toSystemOut() {
    return new ConsoleExporter(System.out, Glyphs.in(standardCharset()));
  }

  /** Returns an exporter that prints to a stream of the platform's default charset. */
  public static ConsoleExporter to(PrintStream out) {
    return new ConsoleExporter(requireNonNull(out, "out"), Glyphs.in(Charset.defaultCharset()));
  }

  /** What an SDK's tracer provider calls. */
  public SpanProcessor spans() {
    return spans;
  }

  /** What an SDK's meter provider is read by; it prints the tables when it is shut down. */
  public MetricReader metrics() {
    return metrics;
  }

  /** Prints the tables of what was measured so far, once; a later shutdown prints them no more. */
  public void printMetrics() {
    metrics.print();
  }

  /** The JDK names the charset of a terminal in a property that differs between 17 and later. */
  private static Charset standardCharset() {
    for (String property : new String[] {"stdout.encoding", "sun.stdout.encoding"}) {
      Charset charset = charset(System.getProperty(property));
      if (charset != null) {
        return charset;
      }
    }
    return Charset.defaultCharset();
  }

  private static @Nullable Charset charset(@Nullable String name) {
    try {
      return name == null ? null : Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }
}
