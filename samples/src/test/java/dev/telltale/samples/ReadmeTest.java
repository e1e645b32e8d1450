package dev.telltale.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every Java snippet of the README compiles, and its hello world stays small. */
@Timeout(10)
class ReadmeTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");
  private static final Pattern IMPORT = Pattern.compile("import ([a-z.]+)\\.[A-Z]\\w*;");

  /** What the prose around a snippet tells the reader: the packages, a client and a key. */
  private static final String SURROUNDINGS =
      """
      import dev.telltale.*;
      import dev.telltale.azure.*;
      import dev.telltale.observability.*;
      import dev.telltale.observability.promptlog.*;
      import dev.telltale.observability.promptlog.store.Keys;
      import dev.telltale.openai.*;
      import dev.telltale.provider.*;
      import dev.telltale.tools.*;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.List;
      import java.util.concurrent.*;

      class Snippet%d {
        ChatClient client;
        String endpoint;
        String key;

        void run() {
      %s
        }
      }
      """;

  @TempDir private Path classes;

  @Test
  void everySnippetCompiles() throws IOException {
    List<String> snippets = snippets();

    assertThat(snippets).hasSizeGreaterThanOrEqualTo(4);
    assertThat(SnippetCompiler.messages(sources(snippets), classes)).isEmpty();
  }

  @Test
  void helloWorldTakesTenLinesAndTwoPackages() throws IOException {
    String helloWorld = snippets().get(0);

    assertThat(helloWorld).contains("class HelloWorld");
    assertThat(helloWorld.lines()).hasSizeLessThanOrEqualTo(10);
    assertThat(IMPORT.matcher(helloWorld).results().map(match -> match.group(1)).distinct())
        .hasSizeBetween(1, 2);
  }

  @Test
  void commandsComeFirst() throws IOException {
    String readme = readme();

    assertThat(readme.indexOf("./quickstart")).isBetween(0, readme.indexOf("mvn verify"));
    assertThat(readme.indexOf("mvn verify")).isLessThan(readme.indexOf("```xml"));
    assertThat(readme.indexOf("telltale-bom"))
        .isBetween(0, readme.indexOf("telltale-client-openai"));
  }

  @Test
  void linkedFilesExist() throws IOException {
    assertThat(LINK.matcher(readme()).results().map(match -> match.group(1)))
        .contains("docs/telemetry.md")
        .allSatisfy(link -> assertThat(SnippetCompiler.project().resolve(link)).exists());
  }

  private static Map<String, String> sources(List<String> snippets) {
    Map<String, String> sources = new TreeMap<>();
    for (String snippet : snippets) {
      int number = sources.size();
      if (snippet.contains("class HelloWorld")) {
        sources.put("HelloWorld", snippet);
      } else {
        sources.put("Snippet" + number, SURROUNDINGS.formatted(number, snippet));
      }
    }
    return sources;
  }

  private static List<String> snippets() throws IOException {
    return SnippetCompiler.snippets("README.md");
  }

  private static String readme() throws IOException {
    return Files.readString(SnippetCompiler.project().resolve("README.md"));
  }
}
