package dev.telltale.observability;

import dev.telltale.rules.ModuleRules;
import dev.telltale.rules.PublicApi;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ObservabilityRulesTest {
  private static final ModuleRules RULES = ModuleRules.ofThisModule();

  @Test
  void publicApiIsCommitted() throws IOException {
    PublicApi.assertCommitted();
  }

  @Test
  void knowsNoProvider() {
    RULES.never(
        "dev.telltale.openai..", "dev.telltale.azure..", "dev.telltale.testing..", "okhttp3..");
  }

  @Test
  void moshiStaysWhereJsonIsReadOrWritten() {
    RULES.onlyIn(
        List.of(
            "dev.telltale.observability.cost",
            "dev.telltale.observability.export",
            "dev.telltale.observability.promptlog.."),
        "com.squareup.moshi..");
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
