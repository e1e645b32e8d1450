package dev.telltale.comparison.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Makes the calls it is told to by lines of {@code id, form, base URL, whether to make a call
 * first}, parted by tabs, and prints for each {@code id, verdict, milliseconds, details}. The first
 * case is done before all others, which go side by side.
 */
public final class PeerProgram {
  private static final int SIDE_BY_SIDE = 24;
  private static final String WHOLE_TEXT = "fine";
  private static final Duration REST = Duration.ofMillis(200);

  private final Peer.Factory factory;
  private final Duration timeout;
  private final Duration watchdog;
  private final PrintStream results;

  private PeerProgram(
      Peer.Factory factory, Duration timeout, Duration watchdog, PrintStream results) {
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
  public static void run(Peer.Factory factory, String[] args) throws Exception {
    PrintStream results = System.out;
    // What clients print must not get among the results.
    System.setOut(System.err);
    Duration timeout = Duration.ofSeconds(Long.parseLong(args[0]));
    Duration watchdog = Duration.ofSeconds(Long.parseLong(args[1]));
    new PeerProgram(factory, timeout, watchdog, results).runAll(cases());
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
    runBounded(cases.get(0));
    ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    cases.stream().skip(1).forEach(each -> pool.execute(() -> runBounded(each)));
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.HOURS);
  }

  /** Runs a case on a thread of its own, which is left behind if it does not end. */
  private void runBounded(String[] words) {
    Call call = new Call(words[1], words[2], Boolean.parseBoolean(words[3]));
    CountDownLatch ended = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              call.run();
              ended.countDown();
            });
    thread.setDaemon(true);
    thread.start();
    try {
      if (!ended.await(watchdog.toSeconds(), TimeUnit.SECONDS)) {
        report(words[0], new Result("HUNG", watchdog, ""));
        return;
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    report(words[0], call.result);
  }

  private void report(String id, Result result) {
    String details = result.details.replaceAll("\\s+", " ");
    synchronized (results) {
      results.println(
          String.join(
              "\t", id, result.verdict, Long.toString(result.duration.toMillis()), details));
    }
  }

  private record Result(String verdict, Duration duration, String details) {}

  private final class Call implements Runnable {
    private final String form;
    private final String url;
    private final boolean callBefore;
    private volatile Result result = new Result("FAILED", Duration.ZERO, "never ran");

    Call(String form, String url, boolean callBefore) {
      this.form = form;
      this.url = url;
      this.callBefore = callBefore;
    }

    @Override
    public void run() {
      StringBuilder text = new StringBuilder();
      long start = System.nanoTime();
      try {
        Peer peer = factory.open(url, timeout);
        if (callBefore) {
          make(peer, new StringBuilder());
          Thread.sleep(REST.toMillis());
        }
        start = System.nanoTime();
        result = made(peer, text, start);
      } catch (UnsupportedOperationException none) {
        result = new Result("UNSUPPORTED", Duration.ZERO, "");
      } catch (Throwable broken) {
        result = new Result("FAILED", since(start), "cannot be set up: " + broken);
      }
    }

    private Result made(Peer peer, StringBuilder text, long start) {
      try {
        make(peer, text);
      } catch (UnsupportedOperationException none) {
        throw none;
      } catch (Throwable failure) {
        return new Result("FAILED", since(start), peer.describe(unwrapped(failure)));
      }
      String read = text.toString();
      return read.equals(WHOLE_TEXT)
          ? new Result("ANSWERED", since(start), "")
          : new Result("SHORT", since(start), "\"" + read + "\"");
    }

    private void make(Peer peer, StringBuilder text) throws Exception {
      switch (form) {
        case "WHOLE" -> text.append(peer.chat());
        case "ASYNC" -> text.append(peer.chatAsync());
        default -> peer.stream(text::append);
      }
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Throwable unwrapped(Throwable failure) {
    boolean wrapper =
        failure instanceof ExecutionException || failure instanceof CompletionException;
    return wrapper && failure.getCause() != null ? failure.getCause() : failure;
  }
}
