package dev.telltale.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.testing.ReceivedRequest;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The quick start on a server that the user names. */
@Timeout(10)
class OwnServerTest {
  private static final String LEAST_ANSWER =
      """
      {"choices":[{"message":{"content":null},"extra":{}}],"x":[1]}
      """;
  private static final String LEAST_STREAM =
      """
      data: {"choices":[{"delta":{"content":null},"extra":{}}]}

      data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}

      data: [DONE]

      """;

  private final ScriptedServer server = ScriptedServer.start();

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void asksThePromptPlainAndStreamed() {
    server.otherwise(Scripted.answer("Ahoy."));

    CapturedRun run = run("--model", "llama3.2", "--prompt", "Say ahoy.");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsSubsequence("Ahoy.\n", "chat llama3.2", "Ahoy.\n", "chat llama3");
    assertThat(server.requests())
        .extracting(ReceivedRequest::streaming)
        .containsExactly(false, true);
    assertThat(server.requests())
        .allSatisfy(request -> assertThat(request.body()).contains("llama3.2", "Say ahoy."));
  }

  @Test
  void survivesAnswersWithTheLeastThatIsLegal() {
    server.when(ReceivedRequest::streaming, Scripted.raw(200, "text/event-stream", LEAST_STREAM));
    server.otherwise(Scripted.raw(200, "application/json", LEAST_ANSWER));

    CapturedRun run = run("--model", "m");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("\nHi\n");
  }

  @Test
  void keyOfTheEnvironmentIsSent() {
    server.requireKey("sk-test").otherwise(Scripted.answer("Ahoy."));

    CapturedRun run =
        CapturedRun.with(
            Map.of("OPENAI_API_KEY", "sk-test\n"), "--base-url", server.baseUrl(), "--model", "m");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("key from OPENAI_API_KEY").doesNotContain("sk-test");
  }

  @Test
  void missingKeyIsSaidAndReported() {
    server.requireKey("sk-test");

    CapturedRun run = run("--model", "m");

    assertFailed(run, "Set OPENAI_API_KEY.");
  }

  @Test
  void wrongKeyIsSaidAndReported() {
    server.requireKey("sk-test");

    CapturedRun run =
        CapturedRun.with(
            Map.of("OPENAI_API_KEY", "sk-wrong"), "--base-url", server.baseUrl(), "--model", "m");

    assertFailed(run, "It was taken from OPENAI_API_KEY.");
    assertThat(run.out() + run.err()).doesNotContain("sk-wrong");
  }

  @Test
  void unreachableServerIsSaidAndReported() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }

    CapturedRun run =
        CapturedRun.of("--base-url", "http://localhost:" + port + "/v1", "--model", "m");

    assertFailed(run, "The connection to the server failed.");
  }

  @Test
  void brokenStreamKeepsWhatHadArrived() {
    server.when(ReceivedRequest::streaming, Scripted.cutStream("Ah", "oy"));
    server.otherwise(Scripted.answer("Plain."));

    CapturedRun run = run("--model", "m");

    assertFailed(run, "The connection to the server failed.");
    assertThat(run.out()).containsSubsequence("Plain.\n", "Ahoy\n");
  }

  @Test
  void longWaitIsReportedInsteadOfWaited() {
    server.otherwise(Scripted.rateLimited(Duration.ofMinutes(2)));

    CapturedRun run = run("--model", "m");

    assertFailed(run, "rate limit");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void answerCannotSteerTheTerminal() {
    server.otherwise(Scripted.answer("red \u001b[31m alert\u0007\u009b2J"));

    CapturedRun run = run("--model", "m");

    assertThat(run.out())
        .contains("red [31m alert2J\n")
        .doesNotContain("\u001b", "\u0007", "\u009b");
  }

  private CapturedRun run(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "--base-url";
    args[1] = server.baseUrl();
    System.arraycopy(more, 0, args, 2, more.length);
    return CapturedRun.of(args);
  }

  private static void assertFailed(CapturedRun run, String message) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains(message);
    assertThat(run.out()).contains("chat m").doesNotContain("\tat ");
  }
}
