package dev.telltale.openai;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table of profiles in docs/providers.md, against the profiles themselves, both ways. */
@Timeout(10)
class ProvidersDocTest {
  private static final Path DOC =
      Path.of(System.getProperty("basedir", "")).resolve("../docs/providers.md");

  @Test
  void tableListsEveryProfileAsItIs() throws Exception {
    List<String> expected = new ArrayList<>();
    for (Field field : CompatProfile.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        expected.add(row(field.getName(), (CompatProfile) field.get(null)));
      }
    }

    assertThat(rows()).isEqualTo(expected);
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(DOC).stream()
        .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
        .toList();
  }

  private static String row(String constant, CompatProfile profile) {
    List<String> cells =
        List.of(
            code(constant),
            code(profile.providerName()),
            hosts(profile),
            code(profile.tokenLimit().name().toLowerCase(Locale.ROOT)),
            profile.developerRole() ? "as it is" : "as `system`",
            profile.emptyContent() == EmptyContent.NULL ? "`null`" : "`\"\"`",
            switch (profile.echoedMembers().size()) {
              case 0 -> "nothing";
              case 1 -> code(profile.echoedMembers().iterator().next());
              default -> "all";
            });
    return "| " + String.join(" | ", cells).replace("|  |", "| |") + " |";
  }

  private static String hosts(CompatProfile profile) {
    if (profile == CompatProfile.GENERIC) {
      return "all others";
    }
    return KnownHosts.PROFILES.entrySet().stream()
        .filter(entry -> entry.getValue() == profile)
        .map(entry -> code(entry.getKey()))
        .sorted()
        .collect(joining(", "));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
