package dev.telltale.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every Java snippet of these documents compiles. */
@Timeout(20)
class DocSnippetsTest {
  /** What the prose around a snippet tells the reader. */
  private static final String SURROUNDINGS =
      """
      import com.sun.net.httpserver.HttpServer;
      import dev.telltale.*;
      import dev.telltale.observability.*;
      import dev.telltale.observability.cost.*;
      import dev.telltale.observability.export.*;
      import dev.telltale.provider.*;
      import dev.telltale.telemetry.*;
      import io.opentelemetry.sdk.metrics.SdkMeterProvider;
      import io.opentelemetry.sdk.trace.SdkTracerProvider;
      import java.nio.file.Path;
      import java.time.Duration;

      class Snippet%d {
        ChatRequest request;
        ChatProvider provider;
        Observability observability;
        HttpServer server;

        void run(%s) throws Exception {
      %s
        }
      }
      """;

  @TempDir private Path classes;

  @ParameterizedTest
  @CsvSource({"docs/cost.md, 5", "docs/exporters.md, 4"})
  void everySnippetCompiles(String file, int atLeast) throws IOException {
    List<String> snippets = SnippetCompiler.snippets(file);
    Map<String, String> sources = new TreeMap<>();
    for (String snippet : snippets) {
      int number = sources.size();
      String client = snippet.contains("ChatClient client") ? "" : "ChatClient client";
      sources.put("Snippet" + number, SURROUNDINGS.formatted(number, client, snippet));
    }

    String messages = SnippetCompiler.messages(sources, classes);

    assertThat(snippets).hasSizeGreaterThanOrEqualTo(atLeast);
    assertThat(messages).isEmpty();
  }
}
