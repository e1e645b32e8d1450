package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallReport;
import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.openai.functional.FaultMatrix.Cell;
import dev.telltale.openai.functional.FaultMatrix.Form;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.fault.Fault;
import dev.telltale.rig.fault.FaultyServer;
import dev.telltale.rig.fault.LoopbackCertificate;
import dev.telltale.rig.fault.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault meets every form of call, once and again and again: see {@link FaultMatrix}. */
@Timeout(20)
class FaultMatrixTest {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";
  private static final LoopbackCertificate CERTIFICATE = new LoopbackCertificate();
  private static final Duration DELAY = Duration.ofMillis(40);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final RetryPolicy QUICK =
      RetryPolicy.builder().backoff(Duration.ofMillis(1), Duration.ofMillis(2)).build();

  @RegisterExtension final ClientRig rig = new ClientRig();

  @BeforeAll
  static void trustTheServers(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("trust.p12");
    CERTIFICATE.writeTrustStore(file);
    System.setProperty(TRUST_STORE, file.toString());
    System.setProperty(TRUST_STORE_PASSWORD, LoopbackCertificate.PASSWORD);
  }

  @AfterAll
  static void trustAsBefore() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE_PASSWORD);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void callEndsAsTheTableSays(Cell cell) throws InterruptedException {
    verify(cell, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("passingCells")
  void callSurvivesAFaultThatPasses(Cell cell) throws InterruptedException {
    verify(cell.ofPassingFault(), 1);
  }

  static List<Cell> cells() throws IOException {
    return FaultMatrix.cells();
  }

  /** A port that refuses goes on refusing, and a stale connection is one fault as it is. */
  static List<Cell> passingCells() throws IOException {
    return FaultMatrix.cells().stream()
        .filter(cell -> cell.attempts() > 1)
        .filter(cell -> cell.fault() != Fault.REFUSED && cell.fault() != Fault.STALE_CONNECTION)
        .toList();
  }

  private void verify(Cell cell, int times) throws InterruptedException {
    Plan plan = new Plan(cell.fault(), cell.form().moment, times, DELAY);
    try (FaultyServer server = FaultyServer.start(plan, CERTIFICATE)) {
      ChatClient client = client(cell.fault(), server.url());
      if (cell.fault() == Fault.STALE_CONNECTION) {
        call(client, cell.form());
      }

      Ending ending = call(client, cell.form());

      assertThat(ending.name()).isEqualTo(cell.ending());
      assertThat(ending.report().attempts()).hasSize(cell.attempts());
      assertThat(server.awaitSends(cell.sends())).isEqualTo(cell.sends());
      if (cell.fault() == Fault.STATUS_429_WAIT && cell.attempts() > 1) {
        assertThat(server.shortestGap())
            .hasValueSatisfying(gap -> assertThat(gap).isGreaterThanOrEqualTo(DELAY));
      }
    }
  }

  private ChatClient client(Fault fault, String url) {
    ChatClient.Builder builder = ClientRig.builder(HttpText.provider(url)).retry(QUICK);
    return rig.client(
        stalls(fault) ? builder.deadline(PATIENCE).streamIdleTimeout(PATIENCE) : builder);
  }

  private static boolean stalls(Fault fault) {
    return fault == Fault.STALL_BEFORE_HEADERS || fault == Fault.STALL_MID_BODY;
  }

  private static Ending call(ChatClient client, Form form) {
    try {
      return switch (form) {
        case WHOLE -> Ending.of(client.chat(ClientRig.PROMPT));
        case ASYNC -> Ending.of(awaited(client.chatAsync(ClientRig.PROMPT)));
        case STREAM_OPENING, STREAM_BEGUN -> read(client, form);
      };
    } catch (LlmException failure) {
      return new Ending(failure.kind().name(), failure.report());
    }
  }

  private static ChatResponse awaited(CompletableFuture<ChatResponse> answer) {
    try {
      return answer.join();
    } catch (CompletionException failed) {
      throw (LlmException) failed.getCause();
    }
  }

  private static Ending read(ChatClient client, Form form) {
    try (ChatStream stream = client.stream(ClientRig.PROMPT)) {
      try {
        stream.forEachText(text -> {});
      } catch (StreamException failure) {
        return new Ending(failure.outcome().name(), failure.report());
      }
      StreamOutcome outcome = stream.outcome().orElseThrow();
      Ending answered = Ending.of(stream.response());
      return form == Form.STREAM_BEGUN ? new Ending(outcome.name(), answered.report) : answered;
    }
  }

  /** How a call ended. */
  private record Ending(String name, CallReport report) {
    static Ending of(ChatResponse answer) {
      assertThat(answer.text()).isEqualTo("fine");
      return new Ending("ANSWERED", answer.report());
    }
  }
}
