package dev.telltale.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One verified call against a server in another process. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls open() first.
public class CallBenchmark {
  /** What is asked and answered: a name of {@code Scenario}. */
  @Param({"SMALL", "BIG_REQUEST", "BIG_RESPONSE", "STREAM"})
  public String scenario = "";

  /** Who asks: a name of {@code Contender}. */
  @Param({
    "FLOOR",
    "NODELAY",
    "LEAN",
    "OFF",
    "NOOP",
    "RECORDING",
    "SAMPLED_OUT",
    "CONTENT",
    "PRICED"
  })
  public String client = "";

  private ServerProcess server;
  private BenchmarkClient caller;

  /** Starts the server and opens the client. */
  @Setup
  public void open() throws IOException {
    Scenario chosen = Scenario.valueOf(scenario);
    server = ServerProcess.start();
    caller = Contender.valueOf(client).open(chosen, server.port(chosen));
  }

  /** Closes both. */
  @TearDown
  public void close() throws IOException {
    caller.close();
    server.close();
  }

  /** Makes one call; a stream is read to its end. */
  @Benchmark
  public long call() throws IOException {
    return caller.call();
  }
}
