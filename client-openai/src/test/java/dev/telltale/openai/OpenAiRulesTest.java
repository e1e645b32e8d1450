package dev.telltale.openai;

import dev.telltale.rules.ModuleRules;
import dev.telltale.rules.PublicApi;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OpenAiRulesTest {
  private static final ModuleRules RULES = ModuleRules.ofThisModule();

  @Test
  void publicApiIsCommitted() throws IOException {
    PublicApi.assertCommitted();
  }

  @Test
  void onlyTurnsBytesIntoValues() {
    RULES.never(
        "io.opentelemetry..",
        "okhttp3..",
        "java.net.http..",
        "java.nio.file..",
        "java.nio.channels..",
        "dev.telltale.observability..");
  }

  @Test
  void codecsCatchNoMistakes() {
    RULES.mistakesAreNotCaught("dev.telltale.openai..");
  }

  @Test
  void leavesOtherInternalsAlone() {
    RULES.staysOutOfOtherInternals();
  }

  @Test
  void makesNoClassesAndDoesNotReflect() {
    RULES.makesNoClassesAtRuntime().reflectionOnlyIn(Set.of());
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    RULES.packagesAreDocumented();
  }

  @Test
  void typesAreNamedForWhatTheyAre() {
    RULES.typesAreNamedForWhatTheyAre();
  }
}
