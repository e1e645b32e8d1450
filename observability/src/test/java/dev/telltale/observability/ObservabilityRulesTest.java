package dev.telltale.observability;

import dev.telltale.rules.ModuleRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ObservabilityRulesTest {
  private static final ModuleRules RULES = ModuleRules.ofThisModule();

  @Test
  void knowsNoProvider() {
    RULES.never("dev.telltale.openai..", "dev.telltale.azure..", "dev.telltale.testing..");
  }

  @Test
  void leavesOtherInternalsAlone() {
    RULES.staysOutOfOtherInternals();
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
