package dev.telltale.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SamplesRulesTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("basedir", "")).resolve("src/main/java/dev/telltale/samples");

  @Test
  void recipeTakesEightyLines() throws IOException {
    try (Stream<Path> recipes = Files.list(SOURCES)) {
      assertThat(recipes.filter(Files::isRegularFile))
          .hasSizeGreaterThan(4)
          .allSatisfy(recipe -> assertThat(Files.readAllLines(recipe)).hasSizeLessThan(81));
    }
    assertThat(Files.readAllLines(SOURCES.resolve("quickstart/QuickStart.java")))
        .hasSizeLessThan(81);
  }

  @Test
  void samplesUseOnlyWhatUsersMay() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(".internal."));
    }
  }
}
