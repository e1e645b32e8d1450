package dev.telltale.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.observability.cost.PriceBook;
import dev.telltale.openai.OpenAi;
import dev.telltale.provider.ChatProvider;
import dev.telltale.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code that users read is the code that runs here. */
@Timeout(10)
class SnippetTest {
  private static final Path MAIN = Path.of("src/main/java/dev/telltale/observability");
  private static final Path THIS =
      Path.of("src/test/java/dev/telltale/observability/SnippetTest.java");

  @Test
  void observabilitySnippetRuns() {
    try (ScriptedServer server = ScriptedServer.start()) {
      ChatProvider provider =
          OpenAi.builder().baseUrl(server.baseUrl()).model("gpt-4o-mini").build();
      // observability {
      try (Observability observability =
              Observability.builder().serviceName("shop").console().build();
          ChatClient client =
              ChatClient.builder(provider).telemetry(observability.telemetry()).build()) {
        client.chat("Name three rivers.");
      }
      // }

      assertThat(server.takeRequest().model()).isEqualTo("gpt-4o-mini");
    }
  }

  @Test
  void pricesSnippetRuns() {
    // prices {
    PriceBook prices =
        PriceBook.builder()
            .deploymentModel("legacy-turbo", "gpt-4-turbo")
            .multiplier("deployment:datazone")
            .build();
    // }

    assertThat(prices.version()).isEqualTo(PriceBook.bundled().version());
  }

  @Test
  void javadocShowsTheSnippets() throws IOException {
    assertThat(flat(MAIN.resolve("Observability.java"))).contains(snippet("observability"));
    assertThat(flat(MAIN.resolve("cost/PriceBook.java"))).contains(snippet("prices"));
  }

  private static String snippet(String name) throws IOException {
    String text = flat(THIS);
    int start = text.indexOf("// " + name + " {");
    return text.substring(start + name.length() + 5, text.indexOf("// }", start)).strip();
  }

  /** The lines without comment marks and indentation, as a formatter moves them. */
  private static String flat(Path file) throws IOException {
    return Files.readString(file)
        .lines()
        .map(line -> line.strip().replaceFirst("^\\*\\s*", ""))
        .collect(Collectors.joining(" "))
        .replaceAll("\\s+", " ");
  }
}
