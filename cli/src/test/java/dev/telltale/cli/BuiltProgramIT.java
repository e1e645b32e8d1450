package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.testing.Scripted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs what was packaged; the build does so after it has made the jar. */
@Timeout(60)
class BuiltProgramIT {
  private static final Path JAR = Path.of("target/telltale-cli.jar").toAbsolutePath();
  private static final Path SCRIPT = Path.of("../llm-log").toAbsolutePath().normalize();

  @TempDir private Path parent;

  @Test
  void everyJarOfTheClassPathLiesBesideTheProgram() throws IOException {
    Attributes manifest;
    try (JarFile jar = new JarFile(JAR.toFile())) {
      manifest = jar.getManifest().getMainAttributes();
    }

    String[] classPath = manifest.getValue(Attributes.Name.CLASS_PATH).split(" ");

    assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo(LlmLog.class.getName());
    assertThat(classPath)
        .hasSizeGreaterThan(5)
        .allSatisfy(entry -> assertThat(JAR.resolveSibling(entry)).isRegularFile());
  }

  @Test
  void logIsReadFromAnyFolder() throws Exception {
    LogRig log = new LogRig(parent);
    log.keep(Scripted.answer("Beside the river."), LogRig.asking("Where?").build());

    Result listed = run("list", "--dir", "log", "--key-file", "key");

    assertThat(listed.code()).as(listed.text()).isZero();
    assertThat(listed.text()).contains("gpt-5-mini").doesNotContain("river");
  }

  @Test
  void recordedCallIsReplayed() throws Exception {
    LogRig log = new LogRig(parent);
    log.keep(Scripted.answer("Beside the river."), LogRig.asking("Where?").build());

    Result replayed = run("replay", log.idInLine(1), "--dir", "log", "--key-file", "key");

    assertThat(replayed.code()).as(replayed.text()).isZero();
    assertThat(replayed.text()).contains("answers: the same");
  }

  @Test
  void linkToTheScriptWorksToo() throws Exception {
    Path link = Files.createSymbolicLink(parent.resolve("llm-log"), SCRIPT);

    Result help = start(List.of("sh", link.toString(), "help"));

    assertThat(help.code()).as(help.text()).isZero();
    assertThat(help.text()).contains("Exit codes:");
  }

  private Result run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    return start(command);
  }

  private Result start(List<String> command) throws Exception {
    ProcessBuilder program =
        new ProcessBuilder(command).directory(parent.toFile()).redirectErrorStream(true);
    program.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = program.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text);
  }

  /** How a program ended and what it said. */
  private record Result(int code, String text) {}
}
