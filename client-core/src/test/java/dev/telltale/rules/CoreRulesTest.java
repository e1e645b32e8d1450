package dev.telltale.rules;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CoreRulesTest {
  private static final ModuleRules RULES = ModuleRules.ofThisModule();

  @Test
  void publicApiIsCommitted() throws IOException {
    PublicApi.assertCommitted();
  }

  @Test
  void knowsNoSdkNoExporterNoVendor() {
    RULES.never(
        "io.opentelemetry.sdk..",
        "io.opentelemetry.exporter..",
        "com.azure..",
        "dev.telltale.openai..",
        "dev.telltale.azure..",
        "dev.telltale.observability..",
        "dev.telltale.testing..");
  }

  @Test
  void openTelemetryStaysInTelemetry() {
    RULES.onlyIn(
        List.of(
            "dev.telltale",
            "dev.telltale.telemetry",
            "dev.telltale.internal.telemetry",
            "dev.telltale.internal.pipeline",
            "dev.telltale.internal.tools"),
        "io.opentelemetry..");
  }

  @Test
  void okHttpStaysInTransport() {
    // Endpoint leaves parsing URLs to HttpUrl and keeps it to itself; HttpOptions takes a client.
    RULES.onlyIn(
        List.of("dev.telltale", "dev.telltale.provider", "dev.telltale.internal.http"),
        "okhttp3..");
  }

  @Test
  void moshiStaysInCodecs() {
    RULES.onlyIn(
        List.of("dev.telltale.provider", "dev.telltale.tools", "dev.telltale.internal.."),
        "com.squareup.moshi..");
  }

  @Test
  void internalPackagesFormNoCycle() {
    RULES.internalPackagesFormNoCycle();
  }

  @Test
  void onlyBuildersReachInternals() {
    RULES.onlyBuildersReachInternals();
  }

  @Test
  void makesNoClassesAtRuntime() {
    RULES.makesNoClassesAtRuntime();
  }

  @Test
  void reflectsOnTheUsersTypesOnly() {
    // All but the first look at a record, a generic type, or a method that is a tool.
    RULES.reflectionOnlyIn(
        Set.of(
            // Asks for virtual threads, which Java 17 does not know.
            "dev.telltale.internal.pipeline.OwnThreads",
            "dev.telltale.tools.Facets",
            "dev.telltale.tools.JsonType",
            "dev.telltale.tools.RecordAssembly",
            "dev.telltale.tools.ResolvedType",
            "dev.telltale.tools.ResultText",
            "dev.telltale.tools.Shapes",
            "dev.telltale.tools.ToolMethods",
            "dev.telltale.tools.TypeRef"));
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    RULES.packagesAreDocumented();
  }

  @Test
  void typesAreNamedForWhatTheyAre() {
    RULES.typesAreNamedForWhatTheyAre();
  }

  @Test
  void codecsCatchNoMistakes() {
    RULES.mistakesAreNotCaught("dev.telltale.provider..", "dev.telltale.internal.sse..");
  }
}
