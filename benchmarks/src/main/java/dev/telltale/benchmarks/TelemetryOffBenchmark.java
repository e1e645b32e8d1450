package dev.telltale.benchmarks;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Telemetry;
import dev.telltale.internal.telemetry.ChatInstrumenter;
import dev.telltale.openai.OpenAi;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What telemetry does for a call while it is off: it starts a recording and ends it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class TelemetryOffBenchmark {
  private final ChatInstrumenter instrumenter = ChatInstrumenter.create(Telemetry.off());
  private final ChatProvider provider =
      OpenAi.builder().baseUrl("http://127.0.0.1:1/v1").model("gpt-5-mini").build();

  private final ChatRequest request = ChatRequest.builder().user("Name three rivers.").build();
  private final ChatResponse response = ChatResponse.builder().model("gpt-5-mini").build();

  /** Records one call. */
  @Benchmark
  public ChatResponse startAndEnd() {
    return instrumenter
        .start(provider, request, "gpt-5-mini", CallOptions.none(), AnswerForm.WHOLE)
        .end(response);
  }
}
