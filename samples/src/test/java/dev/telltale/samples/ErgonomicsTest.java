package dev.telltale.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The README's snippets take as few lines as it says; that they compile is held by {@link
 * ReadmeTest}.
 */
@Timeout(10)
class ErgonomicsTest {
  private static final int COLUMNS = 100;

  @Test
  void snippetsTakeAsFewLinesAsTheySay() throws IOException {
    Map<String, Integer> lines = new LinkedHashMap<>();
    String title = "";
    for (String line : snippet()) {
      if (line.startsWith("// ")) {
        title = line.substring(3);
        lines.put(title, 0);
      } else if (!line.isBlank()) {
        lines.merge(title, 1, Integer::sum);
      }
    }

    assertThat(lines)
        .containsExactly(
            Map.entry("A call: 3 lines", 3),
            Map.entry("A stream, with its usage: 3 lines", 3),
            Map.entry("A typed answer: 2 lines and the record", 3),
            Map.entry("Tools that run: 4 lines", 4),
            Map.entry("Azure OpenAI: 4 lines", 4),
            Map.entry("Exporting it all: 1 flag", 1));
  }

  @Test
  void noLineIsLongerThanOurOwn() throws IOException {
    assertThat(snippet()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
  }

  @Test
  void exporterIsOneFlag() throws IOException {
    String exporting = snippet().get(snippet().size() - 1);

    assertThat(exporting).contains("builder().otlp().build()");
  }

  private static List<String> snippet() throws IOException {
    Path project = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..");
    String readme = Files.readString(project.resolve("README.md"));
    String section = readme.substring(readme.indexOf("## How much code it takes"));
    int start = section.indexOf("```java\n") + 8;
    return section.substring(start, section.indexOf("```", start)).lines().toList();
  }
}
