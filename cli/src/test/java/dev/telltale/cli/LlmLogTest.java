package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatRequest;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.testing.Scripted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LlmLogTest {
  private static final String SECRET = "the plum orchard";

  @TempDir private Path parent;
  private LogRig log;

  @BeforeEach
  void keepTwoCalls() throws IOException {
    log = new LogRig(parent);
    log.keep(Scripted.answer("Beside " + SECRET).usage(1000, 200), ask());
    log.keep(Scripted.rateLimited(Duration.ofSeconds(1)), ask());
  }

  @Test
  void everyCommandExplainsItself() {
    assertThat(log.runBare("--help")).isEqualTo(ExitCode.FINE);
    assertThat(log.out()).contains("llm-log", "replay");
    for (String command : new String[] {"list", "show", "export", "replay", "purge"}) {
      assertThat(log.runBare(command, "--help")).isEqualTo(ExitCode.FINE);
      assertThat(log.out()).contains("llm-log " + command);
    }
    assertThat(log.runBare("frobnicate")).isEqualTo(ExitCode.USAGE);
    assertThat(log.err()).endsWith("see llm-log help" + System.lineSeparator());
  }

  @Test
  void uselessLimitIsRefused() {
    assertThat(log.run("list", "--last", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(log.run("list", "--last", "-3")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void outputThatIsLostIsNoSuccess() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    StringWriter complaints = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(full),
            new PrintWriter(complaints, true),
            log.environment::get,
            log.clock,
            false);

    int code =
        LlmLog.run(
            terminal,
            "list",
            "--dir",
            log.directory.toString(),
            "--key-file",
            log.keyFile.toString());

    assertThat(code).isEqualTo(ExitCode.STORE);
    assertThat(complaints.toString()).contains("standard output");
  }

  @Test
  void listNamesCallsWithoutContent() {
    assertThat(log.run("list")).isEqualTo(ExitCode.FINE);

    List<String> lines = log.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).contains(" ok ", "gpt-5-mini", "stop", "1000", "200", "0.00065");
    assertThat(lines.get(2)).contains(" rate_limit_exceeded ", "gpt-5-mini");
    assertThat(log.out()).doesNotContain("plum");
  }

  @Test
  void filtersChooseByWhatIsKnown() {
    assertThat(listed()).isEqualTo(2);
    assertThat(listed("--status", "ok")).isEqualTo(1);
    assertThat(listed("--status", "error")).isEqualTo(1);
    assertThat(listed("--status", "429")).isEqualTo(1);
    assertThat(listed("--status", "500")).isZero();
    assertThat(listed("--model", "gpt-5")).isEqualTo(2);
    assertThat(listed("--model", "gpt-4")).isZero();
    assertThat(listed("--finish", "stop")).isEqualTo(1);
    assertThat(listed("--finish", "length")).isZero();
    assertThat(listed("--min-cost", "0.0006")).isEqualTo(1);
    assertThat(listed("--min-cost", "0.1")).isZero();
    assertThat(listed("--since", "1h")).isEqualTo(2);
    assertThat(listed("--until", "1h")).isZero();
    assertThat(listed("--since", "2099-01-01")).isZero();
    assertThat(listed("--last", "1")).isEqualTo(1);
    assertThat(listed("--trace", "0af7651916cd43dd8448eb211c80319c")).isZero();
  }

  @Test
  void contentTakesItsFlag() {
    String id = log.idInLine(1);

    assertThat(log.run("show", id)).isEqualTo(ExitCode.FINE);
    assertThat(log.out()).contains("\"input\": 1000").doesNotContain("plum", "\"request\"");
    assertThat(log.run("show", id, "--with-content")).isEqualTo(ExitCode.FINE);
    assertThat(log.out()).contains("Where is the plum orchard?", "Beside the plum orchard");
  }

  @Test
  void everyReadIsNotedInTheLog() {
    String id = log.idInLine(1);
    log.run("show", id, "--with-content");

    assertThat(log.run("audit")).isEqualTo(ExitCode.FINE);

    assertThat(log.out().lines().toList()).hasSize(2);
    assertThat(log.out())
        .containsSubsequence(" list --dir ", " show --dir ", "--with-content")
        .contains(System.getProperty("user.name"));
  }

  @Test
  void statsCountsAndSums() {
    assertThat(log.run("stats")).isEqualTo(ExitCode.FINE);

    assertThat(log.out()).containsPattern("status rate_limit_exceeded +1 +1 +0 +0 +0");
    assertThat(log.out()).containsPattern("status ok +1 +1 +1000 +200 +0\\.00065");
    assertThat(log.out()).containsPattern("model gpt-5-mini +2 ");
    assertThat(log.out()).containsPattern("all +2 +2 ");
  }

  @Test
  void verifyTellsDamageByItsExitCode() throws IOException {
    assertThat(log.run("verify")).isEqualTo(ExitCode.FINE);
    assertThat(log.out()).contains("2 segments, 2 entries");

    Path segment = leftByAnotherProgram(segments().get(0));
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length - 7));
    assertThat(log.run("verify")).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(log.out()).contains("1  torn");

    whole[whole.length / 2] ^= 1;
    Files.write(segment, whole);
    assertThat(log.run("verify")).isEqualTo(ExitCode.DAMAGED);
    assertThat(log.out()).contains("1  damaged", segment.getFileName().toString());
  }

  @Test
  void wrongUseEndsWithItsCode() {
    assertThat(log.runBare()).isEqualTo(ExitCode.USAGE);
    assertThat(log.runBare("lost")).isEqualTo(ExitCode.USAGE);
    assertThat(log.runBare("list")).isEqualTo(ExitCode.USAGE);
    assertThat(log.run("list", "--since", "yesterday")).isEqualTo(ExitCode.USAGE);
    assertThat(log.run("show", "abc")).isEqualTo(ExitCode.USAGE);
    assertThat(log.run("show", "00000000")).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(log.runBare("help")).isEqualTo(ExitCode.FINE);
    assertThat(log.out()).contains("Exit codes:", "verify");
  }

  @Test
  void missingKeyOrStoreEndsWithItsCode() throws IOException {
    Path other = parent.resolve("other");
    Keys.fileOrNew(other);
    String place = log.directory.toString();

    assertThat(log.runBare("list", "--dir", place, "--key-file", other.toString()))
        .isEqualTo(ExitCode.KEY);
    assertThat(log.runBare("list", "--dir", place, "--key-file", "missing"))
        .isEqualTo(ExitCode.KEY);
    assertThat(log.runBare("list", "--dir", place)).isEqualTo(ExitCode.KEY);
    assertThat(log.runBare("list", "--dir", place, "--passphrase")).isEqualTo(ExitCode.KEY);
    assertThat(log.runBare("list", "--dir", "missing", "--key-file", log.keyFile.toString()))
        .isEqualTo(ExitCode.STORE);
  }

  @Test
  void placeAndKeyMayComeFromTheEnvironment() {
    log.environment.put(StoreOptions.DIRECTORY, log.directory.toString());
    log.environment.put(KeyOptions.KEY_FILE, log.keyFile.toString());

    assertThat(log.runBare("list")).isEqualTo(ExitCode.FINE);
    assertThat(log.out().lines()).hasSize(3);
  }

  private long listed(String... filter) {
    assertThat(log.run("list", filter)).isEqualTo(ExitCode.FINE);
    return log.out().lines().count() - 1;
  }

  /** A segment of this program counts as live for as long as it is not sealed. */
  private static Path leftByAnotherProgram(Path segment) throws IOException {
    String name = segment.getFileName().toString();
    String pid = "-" + ProcessHandle.current().pid() + "-";
    return Files.move(segment, segment.resolveSibling(name.replace(pid, "-1-")));
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(log.directory)) {
      return files.sorted().toList();
    }
  }

  private static ChatRequest ask() {
    return LogRig.asking("Where is " + SECRET + "?").build();
  }
}
