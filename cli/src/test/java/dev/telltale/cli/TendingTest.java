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
  void erasingIsNotedInTheLog() {
    String id = traceInLine(1);
    log.run("purge", "--trace", id);
    log.run("purge", "--before", "2999-01-01");
    log.run("purge", "--before", "2h");

    log.run("audit");

    assertThat(log.out().lines().toList()).hasSize(1);
    assertThat(log.out()).contains(" purge --dir ", "--before 2999-01-01");
  }

  @Test
  void erasedTraceIsNamedInTheLog() {
    String id = traceInLine(1);
    log.run("purge", "--trace", id);

    log.run("audit");

    assertThat(log.out()).contains("--trace " + id);
  }

  @Test
  void purgeWithAnotherKeyErasesNothingAndSaysSo() throws IOException {
    String id = traceInLine(1);
    String other = otherKey();
    String place = log.directory.toString();

    assertThat(log.runBare("purge", "--dir", place, "--key-file", other, "--trace", id))
        .isEqualTo(ExitCode.INCOMPLETE);
    assertThat(log.out()).contains("0 segments written anew");
    assertThat(log.err()).contains("another key");
    assertThat(log.run("verify")).isZero();
  }

  @Test
  void rewrappingIsNotedUnderTheNewKey() throws IOException {
    String other = otherKey();
    String place = log.directory.toString();
    log.run("rewrap", "--to-key-file", other);

    assertThat(log.runBare("audit", "--dir", place, "--key-file", other)).isZero();

    assertThat(log.out()).contains(" rewrap --dir ", "--to-key-file");
  }

  @Test
  void rewrapWithAnotherKeyChangesNothing() throws IOException {
    String other = otherKey();
    String place = log.directory.toString();

    assertThat(log.runBare("rewrap", "--dir", place, "--key-file", other, "--to-key-file", other))
        .isEqualTo(ExitCode.KEY);
    assertThat(log.run("verify")).isZero();
    assertThat(log.out()).contains("1 segments, 2 entries");
  }

  @Test
  void passphraseFromTheEnvironmentOpensTheLog() throws IOException {
    LogRig phrased = new LogRig(parent, Keys.passphrase("correct horse".toCharArray()));
    phrased.keep(Scripted.answer("Hello."), LogRig.asking("One").build());
    phrased.environment.put(KeyOptions.PASSPHRASE, "correct horse");
    String place = phrased.directory.toString();

    assertThat(phrased.runBare("list", "--dir", place, "--passphrase")).isZero();
    assertThat(phrased.out().lines()).hasSize(2);

    phrased.environment.put(KeyOptions.PASSPHRASE, "wrong horse");
    assertThat(phrased.runBare("list", "--dir", place, "--passphrase")).isEqualTo(ExitCode.KEY);
  }

  @Test
  void nobodyIsShownProgressInAPipe() {
    log.run("verify");

    assertThat(log.err()).isEmpty();
  }

  private String otherKey() throws IOException {
    Path key = parent.resolve("other");
    Keys.fileOrNew(key);
    return key.toString();
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
