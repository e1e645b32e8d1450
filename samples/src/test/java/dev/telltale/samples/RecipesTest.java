package dev.telltale.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every recipe runs without arguments and without a key. */
@Timeout(10)
class RecipesTest {
  private static final String[] NO_ARGUMENTS = {};

  private final PrintStream console = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void captureOutput() {
    System.setOut(new PrintStream(printed, true, UTF_8));
  }

  @AfterEach
  void releaseOutput() {
    System.setOut(console);
  }

  @Test
  void helloWorldPrintsTheAnswer() {
    HelloWorld.main(NO_ARGUMENTS);

    assertThat(printed()).isEqualTo("The Douro, the Po, the Odra.\n");
  }

  @Test
  void streamingPrintsTextReasonAndUsage() {
    Streaming.main(NO_ARGUMENTS);

    assertThat(printed()).containsSubsequence("neither minded.\n", "STOP", "Usage");
  }

  @Test
  void customBaseUrlTalksToAnyServer() {
    CustomBaseUrl.main(NO_ARGUMENTS);

    assertThat(printed()).contains("scripted answer from llama3.2", "llama3.2 took PT");
  }

  @Test
  void azureDeploymentSaysWhatFiltersSaid() {
    AzureDeployment.main(NO_ARGUMENTS);

    assertThat(printed()).contains("scripted answer from chat-prod", "Filters: none", "Region: ");
  }

  @Test
  void exporterByFlagPrintsTheReport() {
    ExporterByFlag.main(NO_ARGUMENTS);

    assertThat(printed()).contains("Seventeen.", "chat gpt-5-mini", "Tokens\n");
  }

  @Test
  void interceptingAsksOnceAndRemembers() {
    Intercepting.main(NO_ARGUMENTS);

    assertThat(printed()).containsOnlyOnce("Attempt: Attempt[provider=openai");
    assertThat(printed()).containsSubsequence("the Douro.\n", "From memory:\n", "the Douro.\n");
  }

  @Test
  void carryingContextLeavesNothingToTheNextTask() {
    CarryingContext.main(NO_ARGUMENTS);

    assertThat(printed()).isEqualTo("user 7 learns: Seven, and the Douro.\nThe next task: null\n");
  }

  @Test
  void assistantUsesItsToolsAndAnswersWithARecord() throws IOException {
    Assistant.main(NO_ARGUMENTS);

    assertThat(printed())
        .isEqualTo(
            """
            ToolRun[1, weather, SUCCEEDED]
            ToolRun[2, trains, SUCCEEDED]
            Trip[city=Porto, depart=08:39, umbrella=true]
            """);
    Path source = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    assertThat(
            Files.readAllLines(source.resolve("src/main/java/dev/telltale/samples/Assistant.java")))
        .hasSizeLessThanOrEqualTo(60);
  }

  @Test
  void keepingPromptsSaysWhere() throws IOException {
    KeepingPrompts.main(NO_ARGUMENTS);

    assertThat(printed()).contains("The Douro, the Po, the\n", "Kept in ");
  }

  private String printed() {
    return printed.toString(UTF_8).replace("\r\n", "\n");
  }
}
