package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code that users read is the code that runs here. */
@Timeout(10)
class SnippetTest {
  private static final Path MAIN = Path.of("src/main/java/dev/telltale/testing");
  private static final Path TEST = Path.of("src/test/java/dev/telltale/testing");

  @Test
  void entrySnippetRuns() throws IOException {
    // entry {
    try (ScriptedServer server = ScriptedServer.start()) {
      server.enqueue(Scripted.answer("Hello.").usage(9, 2));
      server.enqueue(Scripted.stream("Hel", "lo").pace(Duration.ofMillis(40)));
      server.enqueue(Scripted.rateLimited(Duration.ofSeconds(1)), Scripted.contentFilter());

      greetWith(server.baseUrl());

      ReceivedRequest request = server.takeRequest();
      assertThat(request.model()).isEqualTo("gpt-5-mini");
    }
    // }
  }

  @Test
  void rulesSnippetRuns() throws IOException {
    // rules {
    try (ScriptedServer server = ScriptedServer.start()) {
      server.requireKey("sk-test");
      server.when(ReceivedRequest::streaming, Scripted.cutStream("Hel", "lo"));
      server.when(
          request -> "slow-model".equals(request.model()),
          Scripted.answer("At last.").delay(Duration.ofSeconds(2)));
      server.enqueue(Scripted.serverError(), Scripted.answer("Second try.")).loop();
      server.otherwise(Scripted.error(500, "server_error", null, "Not expected."));

      greetWith(server.baseUrl());
    }
    // }
  }

  @Test
  void javadocShowsTheEntrySnippet() throws IOException {
    assertThat(flat(Files.readString(MAIN.resolve("ScriptedServer.java"))))
        .contains(snippet("entry"));
  }

  @Test
  void pageShowsBothSnippets() throws IOException {
    String page = flat(Files.readString(Path.of("../docs/testing.md")));

    assertThat(page).contains(snippet("entry"), snippet("rules"));
  }

  private static void greetWith(String baseUrl) throws IOException {
    try (Caller caller = new Caller(baseUrl)) {
      caller.post(Caller.PLAIN);
    }
  }

  private static String snippet(String name) throws IOException {
    String source = Files.readString(TEST.resolve("SnippetTest.java"));
    int start = source.indexOf("// " + name + " {\n") + name.length() + 6;
    return flat(source.substring(start, source.indexOf("    // }\n", start)));
  }

  private static String flat(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("^ \\*", "").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
