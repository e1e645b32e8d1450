package dev.telltale.comparison.peer.telemetry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Makes the calls it is told to by lines of {@code id, path, base URL, interrupt, export}, parted
 * by tabs, and prints for each {@code id, thrown, ended spans, open spans, last span, durations},
 * or {@code id, UNSUPPORTED}. The first case is done before all others, which go side by side.
 */
public final class TelemetryProgram {
  private static final int SIDE_BY_SIDE = 12;
  private static final Duration BEFORE_INTERRUPT = Duration.ofMillis(500);
  private static final Duration STEP = Duration.ofMillis(50);

  private final InstrumentedPeer.Factory factory;
  private final Duration timeout;
  private final Duration watchdog;
  private final PrintStream results;

  private TelemetryProgram(
      InstrumentedPeer.Factory factory, Duration timeout, Duration watchdog, PrintStream results) {
    this.factory = factory;
    this.timeout = timeout;
    this.watchdog = watchdog;
    this.results = results;
  }

  /**
   * Runs the program and ends the process.
   *
   * @param args the time limit of a call, and after how long it is given up, in seconds
   */
  public static void run(InstrumentedPeer.Factory factory, String[] args) throws Exception {
    PrintStream results = System.out;
    // What clients print must not get among the results.
    System.setOut(System.err);
    Duration timeout = Duration.ofSeconds(Long.parseLong(args[0]));
    Duration watchdog = Duration.ofSeconds(Long.parseLong(args[1]));
    new TelemetryProgram(factory, timeout, watchdog, results).runAll(cases());
    System.exit(0);
  }

  private static List<String[]> cases() throws IOException {
    List<String[]> cases = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        cases.add(line.split("\t", -1));
      }
    }
    return cases;
  }

  private void runAll(List<String[]> cases) throws InterruptedException {
    report(cases.get(0));
    ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    cases.stream().skip(1).forEach(each -> pool.execute(() -> report(each)));
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.HOURS);
  }

  private void report(String[] words) {
    String result;
    try {
      result = observe(words);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    synchronized (results) {
      results.println(words[0] + "\t" + result);
    }
  }

  private String observe(String[] words) throws Exception {
    Recorder recorder = new Recorder(Recorder.Export.valueOf(words[4]));
    InstrumentedPeer peer = factory.open(words[2], timeout, recorder);
    Call call = new Call(peer, CallPath.valueOf(words[1]));
    Thread thread = new Thread(call);
    thread.setDaemon(true);
    thread.start();
    if (Boolean.parseBoolean(words[3])) {
      thread.join(BEFORE_INTERRUPT.toMillis());
      thread.interrupt();
    }
    thread.join(watchdog.toMillis());
    String thrown = thread.isAlive() ? "HUNG" : call.thrown;
    if (thrown.equals("UNSUPPORTED")) {
      return thrown;
    }
    awaitEnds(recorder);
    return String.join(
        "\t",
        thrown,
        String.valueOf(recorder.ended()),
        String.valueOf(recorder.open()),
        recorder.lastSpan(),
        String.valueOf(recorder.durations()));
  }

  /** What ends spans of forgotten streams, if anything, is the collector of garbage. */
  private static void awaitEnds(Recorder recorder) throws InterruptedException {
    for (int i = 0; i < 60 && (i < 4 || !recorder.settled()); i++) {
      System.gc();
      Thread.sleep(STEP.toMillis());
    }
  }

  private static final class Call implements Runnable {
    private final InstrumentedPeer peer;
    private final CallPath path;
    private volatile String thrown = "";

    Call(InstrumentedPeer peer, CallPath path) {
      this.peer = peer;
      this.path = path;
    }

    @Override
    public void run() {
      try {
        peer.call(path);
      } catch (UnsupportedOperationException none) {
        thrown = "UNSUPPORTED";
      } catch (Throwable failure) {
        thrown = failure.getClass().getSimpleName();
      }
    }
  }
}
