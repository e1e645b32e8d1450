package dev.telltale.observability.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether docs/telemetry.md, which tests hold to calls, has every name that other pages use. */
@Timeout(10)
class DocNamesTest {
  private static final Path DOCS =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs");

  private static final Pattern NAME =
      Pattern.compile("`((?:gen_ai|llm|event|telltale)\\.[a-z_.]+)`");

  @ParameterizedTest
  @ValueSource(strings = {"exporters.md", "cost.md", "prompt-log.md"})
  void namesOfThePageAreInTheReference(String page) throws IOException {
    Set<String> used = names(page);

    assertThat(used).isNotEmpty().isSubsetOf(names("telemetry.md"));
  }

  private static Set<String> names(String page) throws IOException {
    return NAME.matcher(Files.readString(DOCS.resolve(page)))
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
