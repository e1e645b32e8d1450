package dev.telltale.benchmarks;

import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.openai.OpenAi;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/**
 * Makes many async calls at once to a server that takes seconds to answer, and prints what they
 * cost: threads, heap, and how long virtual threads were pinned. Arguments: calls, seconds.
 */
final class ConcurrentCalls {
  private static final String PINNED = "jdk.VirtualThreadPinned";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int calls;
  private final int seconds;

  private ConcurrentCalls(int calls, int seconds) {
    this.calls = calls;
    this.seconds = seconds;
  }

  /** Measures once. */
  public static void main(String[] args) throws Exception {
    int calls = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    new ConcurrentCalls(calls, seconds).run();
  }

  private void run() throws Exception {
    Process server = startServer();
    try (Recording recording = new Recording();
        ChatClient client = client(port(server))) {
      recording.enable(PINNED).withThreshold(Duration.ofMillis(1));
      client.chatAsync("warm up").join();
      long heapBefore = liveHeap();
      int threadsBefore = THREADS.getThreadCount();
      recording.start();
      measure(client, heapBefore, threadsBefore);
      recording.stop();
      printPinned(recording);
    } finally {
      server.destroy();
    }
  }

  private void measure(ChatClient client, long heapBefore, int threadsBefore)
      throws InterruptedException {
    THREADS.resetPeakThreadCount();
    long start = System.nanoTime();
    List<CompletableFuture<ChatResponse>> answers = new ArrayList<>(calls);
    for (int i = 0; i < calls; i++) {
      answers.add(client.chatAsync("Name a river."));
    }
    // Before the first is answered, however long it took to make the last.
    TimeUnit.NANOSECONDS.sleep(start + seconds * 900_000_000L - System.nanoTime());
    long running = answers.stream().filter(answer -> !answer.isDone()).count();
    long heap = liveHeap() - heapBefore;
    answers.forEach(CompletableFuture::join);
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.printf(
        "java %s: %d calls of %d s in %d ms, %d at once%n"
            + "platform threads: %d more at the peak%n"
            + "heap: %.1f MB live with all of them waiting, %.1f KB per call; peak %.0f MB%n",
        System.getProperty("java.version"),
        calls,
        seconds,
        millis,
        running,
        THREADS.getPeakThreadCount() - threadsBefore,
        heap / 1e6,
        heap / 1e3 / calls,
        peakHeap() / 1e6);
  }

  private static void printPinned(Recording recording) throws IOException {
    Path file = Files.createTempFile("pinned", ".jfr");
    try {
      recording.dump(file);
      long longest = 0;
      long count = 0;
      try (RecordingFile events = new RecordingFile(file)) {
        while (events.hasMoreEvents()) {
          var event = events.readEvent();
          if (event.getEventType().getName().equals(PINNED)) {
            count++;
            longest = Math.max(longest, event.getDuration().toMillis());
          }
        }
      }
      System.out.printf("pinned for 1 ms or more: %d times, at most %d ms%n", count, longest);
    } finally {
      Files.delete(file);
    }
  }

  private ChatClient client(int port) {
    ChatClient.Builder builder =
        ChatClient.builder(
            OpenAi.builder().baseUrl("http://127.0.0.1:" + port + "/v1").model("m").build());
    boolean virtual = Runtime.version().feature() >= 21;
    return virtual ? builder.build() : builder.maxConcurrentCalls(calls).build();
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private Process startServer() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SlowServer.class.getName(),
            Integer.toString(seconds))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int port(Process server) throws IOException {
    try (BufferedReader lines = server.inputReader(StandardCharsets.US_ASCII)) {
      return Integer.parseInt(lines.readLine());
    }
  }
}
