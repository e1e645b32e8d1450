package dev.telltale.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The guides for users of other clients: what they show as after compiles here, and what they show
 * as before stands in the classes that builds of their own compile.
 */
@Timeout(60)
class MigrationTest {
  private static final Pattern SNIPPET =
      Pattern.compile(
          "^(Before|After)[^\n]*:\n```java\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  /** What the prose around a snippet tells the reader, and azure-identity's two types. */
  private static final String SURROUNDINGS =
      """
      import dev.telltale.*;
      import dev.telltale.azure.*;
      import dev.telltale.openai.*;
      import dev.telltale.provider.*;
      import dev.telltale.tools.*;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.CompletableFuture;

      class Snippet%d {
        String endpoint;
        String key;
        String schema;
        ChatClient client;
        ChatRequest request;
        ChatProvider azure;
        ChatProvider openAi;
        ChatProvider swedenCentral;
        ChatProvider eastUs;
        TokenCredential credential;
        ToolLoop loop;
        Map<String, List<Message>> memories;

        record Weather(String city, int degrees) {}

        String weather(String arguments) {
          return "Sunny";
        }

        interface TokenCredential {
          AccessToken getTokenSync(TokenRequestContext request);
        }

        interface AccessToken {
          String getToken();
        }

        static class TokenRequestContext {
          TokenRequestContext addScopes(String... scopes) {
            return this;
          }
        }

        void run() throws Exception {
      %s
        }
      }
      """;

  @TempDir private Path classes;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "azure-ai-openai | Client, Credentials, Chat, Streaming, Tools, Structured output,"
            + " Content filters, Errors, Retries",
        "openai-java | Client, Chat, A conversation, Streaming, Async, Tools, Structured output,"
            + " Images, Other parameters, Errors, Retries",
        "langchain4j | Client, Chat, Memory, Streaming, AI services, Typed answers, Tools,"
            + " Tools, streamed, Images, Listeners, Errors, Retries",
        "spring-ai | Client, Chat, Templates, Streaming, Entities, Tools, Advisors, Memory, Images,"
            + " Options, Errors"
      })
  void everyTopicHasBeforeAndAfter(String library, String topics) throws IOException {
    List<String> headings =
        guide(library)
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();

    assertThat(String.join(", ", headings)).isEqualTo(topics);
    assertThat(snippets(library, "Before")).hasSameSizeAs(headings);
    assertThat(snippets(library, "After")).hasSameSizeAs(headings);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void afterCompiles(String library) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String snippet : snippets(library, "After")) {
      String text = SURROUNDINGS.formatted(sources.size(), snippet);
      sources.put("Snippet" + sources.size(), text);
    }

    assertThat(SnippetCompiler.messages(sources, classes)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void beforeIsWhatTheOtherBuildCompiles(String library) throws IOException {
    String source = "samples/migration/" + library + "/src/main/java/before/Before.java";
    String before = Files.readString(SnippetCompiler.project().resolve(source));

    assertThat(snippets(library, "Before"))
        .allSatisfy(snippet -> assertThat(unindented(before)).contains(unindented(snippet)));
  }

  @Test
  void everyGuideIsTestedAndLinked() throws IOException {
    String readme = Files.readString(SnippetCompiler.project().resolve("README.md"));

    assertThat(libraries())
        .containsExactlyInAnyOrder("azure-ai-openai", "openai-java", "langchain4j", "spring-ai")
        .allSatisfy(name -> assertThat(readme).contains("(docs/migration/" + name + ".md)"));
  }

  static List<String> libraries() throws IOException {
    try (Stream<Path> guides = Files.list(SnippetCompiler.project().resolve("docs/migration"))) {
      return guides.map(guide -> guide.getFileName().toString().replace(".md", "")).toList();
    }
  }

  private static String unindented(String code) {
    return code.replaceAll("\\s*\n\\s*", "\n").strip();
  }

  private static List<String> snippets(String library, String side) throws IOException {
    Matcher matcher = SNIPPET.matcher(guide(library));
    return matcher
        .results()
        .filter(match -> match.group(1).equals(side))
        .map((MatchResult match) -> match.group(2))
        .toList();
  }

  private static String guide(String library) throws IOException {
    return Files.readString(SnippetCompiler.project().resolve("docs/migration/" + library + ".md"));
  }
}
