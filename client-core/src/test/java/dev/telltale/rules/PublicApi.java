package dev.telltale.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The public API of a module as text, read from its compiled classes.
 *
 * <p>It shows what code outside the module can name: public types outside {@code internal}, their
 * public and protected members, and the values of constants. It does not show nullness, parameter
 * names, deprecation or the permitted types of a sealed type.
 */
public final class PublicApi {
  private static final Pattern HEADER =
      Pattern.compile("^public .*?(?:class|interface) ([\\w.$]+).*\\{$");

  private PublicApi() {}

  /**
   * Compares the API of the module whose tests run with {@code docs/api/<folder>.txt}, or writes
   * that file where the system property {@code api.update} is true.
   */
  public static void assertCommitted() throws IOException {
    Path committed = ModuleFolder.apiText();
    String actual = textOf(ModuleFolder.classes());
    if (Boolean.getBoolean("api.update")) {
      Files.createDirectories(committed.getParent());
      Files.writeString(committed, actual);
    }

    String expected = Files.exists(committed) ? Files.readString(committed) : "";

    assertThat(actual)
        .as("public API; if the change is meant, run mvn test -Dapi.update=true and commit it")
        .isEqualTo(expected);
  }

  static String textOf(Path classes) throws IOException {
    Map<String, String> types = new TreeMap<>();
    for (String block : javap(classes).split("Compiled from \".*\"\\R", -1)) {
      Matcher header = HEADER.matcher(block.lines().findFirst().orElse(""));
      if (header.matches()) {
        types.put(header.group(1), block);
      }
    }
    StringBuilder text = new StringBuilder();
    types.forEach(
        (name, block) -> {
          if (reachable(name, types)) {
            text.append(block.strip()).append("\n\n");
          }
        });
    return text.toString();
  }

  /** A public type inside a type that is not public cannot be named from outside. */
  private static boolean reachable(String name, Map<String, String> types) {
    for (int i = name.indexOf('$'); i >= 0; i = name.indexOf('$', i + 1)) {
      if (!types.containsKey(name.substring(0, i))) {
        return false;
      }
    }
    return true;
  }

  private static String javap(Path classes) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-protected", "-constants"));
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .filter(file -> inApi(classes.relativize(file)))
          .map(Path::toString)
          .forEach(arguments::add);
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        ToolProvider.findFirst("javap")
            .orElseThrow(() -> new IllegalStateException("run the tests on a JDK, not a JRE"))
            .run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  private static boolean inApi(Path file) {
    String name = file.toString().replace('\\', '/');
    return name.endsWith(".class")
        && !name.contains("/internal/")
        && !name.endsWith("package-info.class")
        && !name.endsWith("module-info.class");
  }
}
