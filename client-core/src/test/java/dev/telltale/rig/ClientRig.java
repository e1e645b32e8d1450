package dev.telltale.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.ChatClient;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import dev.telltale.provider.ChatProvider;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Builds the clients of a test and checks after it that they left nothing behind: every connection
 * is released, no thread keeps the JVM alive, every span has ended once, and neither {@link #KEY}
 * nor {@link #PROMPT} stands in anything that was printed, logged, thrown or recorded.
 *
 * <p>Register it as a field of the instance, so that each test has its own.
 */
public final class ClientRig implements BeforeEachCallback, AfterEachCallback {
  /** An API key that must not be seen anywhere. */
  public static final String KEY = "sk-canary-4f1c9d7e2b8a6035";

  /** A prompt that must not be seen anywhere, as no test of the rig opts into content capture. */
  public static final String PROMPT = "canary prompt 9c2e7a41d05b8f36";

  private static final Duration WATCHDOG = Duration.ofSeconds(8);

  private final List<ChatClient> clients = new ArrayList<>();
  private final SpanLedger ledger = new SpanLedger();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final InMemoryLogRecordExporter events = InMemoryLogRecordExporter.create();
  private final OutputCapture output = new OutputCapture();
  private final ThreadCheck threads = new ThreadCheck();
  private final OpenTelemetrySdk openTelemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(ledger).build())
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
          .setLoggerProvider(
              SdkLoggerProvider.builder()
                  .addLogRecordProcessor(SimpleLogRecordProcessor.create(events))
                  .build())
          .build();

  /** Returns a client of the provider that this rig observes and closes. */
  public ChatClient client(ChatProvider provider) {
    return client(builder(provider));
  }

  /**
   * Returns a builder whose clients send a call once, and whose time limits end a call before
   * JUnit, which cannot end a read.
   */
  public static ChatClient.Builder builder(ChatProvider provider) {
    return ChatClient.builder(provider)
        .retry(RetryPolicy.none())
        .deadline(WATCHDOG)
        .streamIdleTimeout(WATCHDOG);
  }

  /** Builds a client that this rig observes and closes. */
  public ChatClient client(ChatClient.Builder builder) {
    ChatClient client = builder.telemetry(Telemetry.of(openTelemetry)).build();
    clients.add(client);
    return client;
  }

  /** Makes a call that must fail, and returns why, once nothing secret was found in it. */
  public LlmException failureOf(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).as("a call that fails").isInstanceOf(LlmException.class);
    Canaries.assertAbsent("the exception", Canaries.textOf(thrown));
    return (LlmException) thrown;
  }

  /** The spans that have ended, in that order. */
  public List<SpanData> spans() {
    return ledger.ended();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    threads.begin();
    output.begin();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try {
      for (ChatClient client : clients) {
        Connections.assertReleased(client);
        client.close();
      }
      ledger.assertSettled();
      Canaries.assertAbsent("the spans", ledger.ended().toString());
      Canaries.assertAbsent("the metrics", metrics.collectAllMetrics().toString());
      Canaries.assertAbsent("the events", events.getFinishedLogRecordItems().toString());
    } finally {
      output.end();
      openTelemetry.close();
    }
    // What the SDK logs when a span is ended twice, or written to after its end.
    output.assertNoneLogged("on an ended");
    // What OkHttp logs when the body of an answer is garbage and was never closed.
    output.assertNoneLogged("was leaked");
    Canaries.assertAbsent("the output", output.text());
    threads.assertNoneLeft();
  }
}
