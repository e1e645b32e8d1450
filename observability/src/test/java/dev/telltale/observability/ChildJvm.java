package dev.telltale.observability;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A program of the tests, in a JVM of its own. */
final class ChildJvm {
  private final Class<?> program;
  private final String[] arguments;
  private final List<String> jvmArguments = new ArrayList<>();
  private final List<String> shell = new ArrayList<>();

  private ChildJvm(Class<?> program, String... arguments) {
    this.program = program;
    this.arguments = arguments;
  }

  static ChildJvm of(Class<?> program, String... arguments) {
    return new ChildJvm(program, arguments);
  }

  ChildJvm jvmArguments(String... added) {
    jvmArguments.addAll(List.of(added));
    return this;
  }

  /** No file of it may be larger; the JVM's own are switched off. */
  ChildJvm fileLimitKib(int kib) {
    shell.addAll(List.of("sh", "-c", "ulimit -f " + 2 * kib + " && exec \"$@\"", "sh"));
    return jvmArguments("-XX:-UsePerfData");
  }

  /** Starts it; what it writes, also of errors, is its one output. */
  Process start() throws IOException {
    List<String> command = new ArrayList<>(shell);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", classPath(), program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Of this JVM, whether its launcher or a class loader of the launcher's has it. */
  private static String classPath() {
    String own = System.getProperty("java.class.path");
    if (!(ChildJvm.class.getClassLoader() instanceof URLClassLoader loader)) {
      return own;
    }
    String loaded =
        Arrays.stream(loader.getURLs())
            .map(URL::getPath)
            .collect(Collectors.joining(File.pathSeparator));
    return loaded + File.pathSeparator + own;
  }
}
