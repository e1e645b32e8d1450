package dev.telltale.rules;

import java.nio.file.Path;

/** The folder of the module whose tests run. */
final class ModuleFolder {
  private ModuleFolder() {}

  static Path path() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  static Path classes() {
    return path().resolve("target/classes");
  }

  static Path sources() {
    return path().resolve("src/main/java");
  }

  static Path apiText() {
    return path().resolveSibling("docs").resolve("api").resolve(path().getFileName() + ".txt");
  }
}
