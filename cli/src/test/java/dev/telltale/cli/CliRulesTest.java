package dev.telltale.cli;

import dev.telltale.rules.ModuleRules;
import dev.telltale.rules.PublicApi;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CliRulesTest {
  private static final ModuleRules RULES = ModuleRules.ofThisModule();

  @Test
  void publicApiIsCommitted() throws IOException {
    PublicApi.assertCommitted();
  }

  @Test
  void knowsNoHttpAndNoExporter() {
    RULES.never("okhttp3..", "io.opentelemetry.exporter..", "com.azure..", "dev.telltale.azure..");
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
