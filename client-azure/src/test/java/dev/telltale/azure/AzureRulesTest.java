package dev.telltale.azure;

import dev.telltale.rules.ModuleRules;
import dev.telltale.rules.PublicApi;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AzureRulesTest {
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
        "com.azure..",
        "java.net.http..",
        "java.nio.file..",
        "java.nio.channels..",
        "dev.telltale.observability..");
  }

  @Test
  void codecsCatchNoMistakes() {
    RULES.mistakesAreNotCaught("dev.telltale.azure..");
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
