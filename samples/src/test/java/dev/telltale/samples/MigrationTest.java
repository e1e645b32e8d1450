package dev.telltale.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide for users of azure-ai-openai: what it shows as after compiles here, and what it shows
 * as before stands in the class that a build of its own compiles.
 */
@Timeout(20)
class MigrationTest {
  private static final Pattern SNIPPET =
      Pattern.compile(
          "^(Before|After)[^\n]*:\n```java\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  /** What the prose around a snippet tells the reader, and azure-identity's two types. */
  private static final String SURROUNDINGS =
      """
      import dev.telltale.*;
      import dev.telltale.azure.*;
      import dev.telltale.provider.*;
      import java.time.Duration;
      import java.util.*;

      class Snippet%d {
        String endpoint;
        String key;
        String schema;
        ChatClient client;
        ChatRequest request;
        ChatProvider azure;
        ChatProvider swedenCentral;
        ChatProvider eastUs;
        TokenCredential credential;

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

        void run() {
      %s
        }
      }
      """;

  @TempDir private Path classes;

  @Test
  void everyTopicHasBeforeAndAfter() throws IOException {
    List<String> headings =
        guide()
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();

    assertThat(headings)
        .containsExactly(
            "Client",
            "Credentials",
            "Chat",
            "Streaming",
            "Tools",
            "Structured output",
            "Content filters",
            "Errors",
            "Retries");
    assertThat(snippets("Before")).hasSameSizeAs(headings);
    assertThat(snippets("After")).hasSameSizeAs(headings);
  }

  @Test
  void afterCompiles() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (String snippet : snippets("After")) {
      String text = SURROUNDINGS.formatted(sources.size(), snippet);
      sources.add(new Source("Snippet" + sources.size(), text));
    }

    assertThat(compilerMessages(sources)).isEmpty();
  }

  @Test
  void beforeIsWhatTheOtherBuildCompiles() throws IOException {
    String before =
        Files.readString(
            project()
                .resolve("samples/migration/azure-ai-openai/src/main/java/before/Before.java"));

    assertThat(snippets("Before"))
        .allSatisfy(snippet -> assertThat(unindented(before)).contains(unindented(snippet)));
  }

  private static String unindented(String code) {
    return code.replaceAll("\\s*\n\\s*", "\n").strip();
  }

  private String compilerMessages(List<Source> sources) {
    StringWriter messages = new StringWriter();
    List<String> options = List.of("-proc:none", "-d", classes.toString());
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(messages, null, null, options, null, sources)
            .call();
    return compiled ? "" : messages.toString();
  }

  private static List<String> snippets(String side) throws IOException {
    Matcher matcher = SNIPPET.matcher(guide());
    return matcher
        .results()
        .filter(match -> match.group(1).equals(side))
        .map((MatchResult match) -> match.group(2))
        .toList();
  }

  private static String guide() throws IOException {
    return Files.readString(project().resolve("docs/migration/azure-ai-openai.md"));
  }

  private static Path project() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
