package dev.telltale.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A client to compare: what it is called, the class that runs it, and what it runs with.
 *
 * @param project the folder of its pom under {@code peers}; empty for the one this program has
 * @param mainJar how the name of the jar begins that has its version
 */
record Client(String name, Optional<String> project, String mainJar, String program) {
  private static final String PROGRAMS = "dev.telltale.comparison.peer.";

  /** All that meet the faults, ours first. */
  static final List<Client> ALL =
      List.of(
          new Client("Telltale", Optional.empty(), "", PROGRAMS + "telltale.TelltalePeer"),
          new Client(
              "openai-java",
              Optional.of("openai-java"),
              "openai-java-core-",
              PROGRAMS + "openaijava.OpenAiJavaPeer"),
          new Client(
              "langchain4j",
              Optional.of("langchain4j"),
              "langchain4j-open-ai-",
              PROGRAMS + "langchain4j.Langchain4jPeer"));

  /** All that are instrumented, ours first. */
  static final List<Client> INSTRUMENTED =
      List.of(
          new Client(
              "Telltale", Optional.empty(), "", PROGRAMS + "telemetry.telltale.TelltaleTelemetry"),
          new Client(
              "openai-java + opentelemetry-openai-java",
              Optional.of("openai-java-telemetry"),
              "opentelemetry-openai-java-1.1-",
              PROGRAMS + "telemetry.openaijava.OpenAiJavaTelemetry"),
          new Client(
              "langchain4j + a listener",
              Optional.of("langchain4j-telemetry"),
              "langchain4j-open-ai-",
              PROGRAMS + "telemetry.langchain4j.Langchain4jTelemetry"),
          new Client(
              "Spring AI",
              Optional.of("spring-ai-telemetry"),
              "spring-ai-openai-",
              PROGRAMS + "telemetry.springai.SpringAiTelemetry"));

  /** Its class path, once Maven has compiled its program. */
  String classPath() throws IOException, InterruptedException {
    if (project.isEmpty()) {
      return System.getProperty("java.class.path");
    }
    Path folder = Path.of("peers", project.get());
    Process maven =
        new ProcessBuilder(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-q",
                "-B",
                "compile")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    if (maven.waitFor() != 0) {
      throw new IOException("Maven could not compile " + folder);
    }
    Path target = folder.resolve("target");
    String dependencies = Files.readString(target.resolve("classpath.txt")).strip();
    return target.resolve("classes") + System.getProperty("path.separator") + dependencies;
  }

  /** Its name with the version found on the class path. */
  String title(String classPath) {
    if (project.isEmpty()) {
      return name;
    }
    return Arrays.stream(classPath.split(System.getProperty("path.separator")))
        .map(entry -> String.valueOf(Path.of(entry).getFileName()))
        .filter(file -> file.startsWith(mainJar) && file.endsWith(".jar"))
        .map(file -> name + " " + file.substring(mainJar.length(), file.length() - 4))
        .findFirst()
        .orElse(name);
  }
}
