package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.observability.promptlog.store.KeyProvider;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.observability.promptlog.store.Progress;
import dev.telltale.observability.promptlog.store.PromptStore;
import dev.telltale.observability.promptlog.store.SegmentReport;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Prompt logs that come and go lose nothing and leave nothing open. */
@Timeout(60)
class PromptLogLifeTest {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  @TempDir private Path parent;

  @Test
  void promptLogsComeAndGo() throws IOException {
    comeAndGo(20);
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void promptLogsComeAndGo_1000() throws IOException {
    comeAndGo(1000);
  }

  private void comeAndGo(int loops) throws IOException {
    Path directory = parent.resolve("log");
    KeyProvider keys = Keys.fileOrNew(parent.resolve("key"));
    PromptLog log = PromptLog.encrypted(directory, keys).allFailures();
    keepThree(log, 0);
    long openBefore = openFiles();

    for (int loop = 1; loop < loops; loop++) {
      keepThree(log, loop);
    }

    assertThat(openFiles()).isBetween(openBefore - 2, openBefore + 2);
    assertThat(writers()).isZero();
    Set<String> traces = new HashSet<>();
    List<SegmentReport> reports =
        PromptStore.open(directory, keys).read(entry -> traces.add(entry.traceId()), Progress.NONE);
    assertThat(traces).hasSize(3 * loops);
    assertThat(reports)
        .hasSize(loops)
        .allMatch(report -> report.state() == SegmentReport.State.SEALED);
  }

  private static void keepThree(PromptLog log, int loop) throws IOException {
    PromptRecorder recorder = log.start(OpenTelemetry.noop());
    for (int i = 0; i < 3; i++) {
      recorder.ended(Calls.failure(3 * loop + i, "Hi"));
    }
    recorder.close();
    assertThat(recorder.counts().written()).isEqualTo(3);
  }

  private static long writers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("telltale-prompt-log") && thread.isAlive())
        .count();
  }

  /** Where this cannot be asked, nothing is said about it. */
  private static long openFiles() throws IOException {
    if (!Files.isDirectory(OPEN_FILES)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return files.count();
    }
  }
}
