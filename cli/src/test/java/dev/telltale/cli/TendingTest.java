package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.testing.Scripted;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TendingTest {
  @TempDir private Path parent;
  private LogRig log;

  @BeforeEach
  void keepTwoCalls() throws IOException {
    log = new LogRig(parent);
    log.keep(Scripted.answer("Hello."), LogRig.asking("One").build(), LogRig.asking("Two").build());
  }

  @Test
  void purgeErasesOneTrace() {
    String id = traceInLine(1);

    assertThat(log.run("purge", "--trace", id)).isEqualTo(ExitCode.FINE);

    assertThat(log.out()).contains("1 segments written anew");
    log.run("list");
    assertThat(log.out().lines()).hasSize(2);
  }

  @Test
  void purgeErasesWhatIsOld() {
    assertThat(log.run("purge", "--before", "2h")).isEqualTo(ExitCode.FINE);
    assertThat(log.out()).contains("0 segments erased");
    assertThat(log.run("purge", "--before", "2999-01-01")).isEqualTo(ExitCode.FINE);
    assertThat(log.out()).contains("1 segments erased");
    assertThat(log.run("purge")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void rewrappedLogNeedsTheNewKey() throws IOException {
    Path newKey = parent.resolve("new");
    Keys.fileOrNew(newKey);
    String place = log.directory.toString();

    assertThat(log.run("rewrap", "--to-key-file", newKey.toString())).isEqualTo(ExitCode.FINE);

    assertThat(log.run("list")).isEqualTo(ExitCode.KEY);
    assertThat(log.runBare("list", "--dir", place, "--key-file", newKey.toString())).isZero();
    assertThat(log.out().lines()).hasSize(3);
  }

  @Test
  void nobodyIsShownProgressInAPipe() {
    log.run("verify");

    assertThat(log.err()).isEmpty();
  }

  private String traceInLine(int line) {
    String id = log.idInLine(line);
    log.run("show", id);
    String start = "\"trace_id\": \"";
    int at = log.out().indexOf(start);
    return at < 0 ? fullId() : log.out().substring(at + start.length(), at + start.length() + 32);
  }

  private String fullId() {
    String start = "\"id\": \"";
    int at = log.out().indexOf(start) + start.length();
    return log.out().substring(at, log.out().indexOf('"', at));
  }
}
