package dev.telltale.testing;

import dev.telltale.rules.ModuleRules;
import dev.telltale.rules.PublicApi;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TestingRulesTest {
  private static final ModuleRules RULES = ModuleRules.ofThisModule();

  @Test
  void publicApiIsCommitted() throws IOException {
    PublicApi.assertCommitted();
  }

  @Test
  void knowsNoProviderAndNoExporter() {
    RULES.never(
        "dev.telltale.openai..",
        "dev.telltale.azure..",
        "dev.telltale.observability..",
        "io.opentelemetry.exporter..");
  }

  @Test
  void leavesOtherInternalsAlone() {
    RULES.staysOutOfOtherInternals();
  }

  @Test
  void makesNoClassesAndDoesNotReflect() {
    RULES
        .makesNoClassesAtRuntime()
        .reflectionOnlyIn(Set.of("dev.telltale.testing.TelltaleExtension"));
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
