package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A whole answer that breaks off anywhere is an error, never a short answer. */
@Timeout(30)
class CutAnswerTest {
  private static final String JSON = HttpText.answer("word ".repeat(370));

  @RegisterExtension final ClientRig rig = new ClientRig();

  @Test
  void cutWithLength() {
    assertNoCutSucceeds(HttpText.ok(JSON), 1, FaultConnection::end);
  }

  @Test
  void cutInChunks() {
    assertNoCutSucceeds(HttpText.chunkedOk(JSON, 100), 1, FaultConnection::end);
  }

  @Test
  void resetInChunks() {
    assertNoCutSucceeds(HttpText.chunkedOk(JSON, 100), 7, FaultConnection::reset);
  }

  @Test
  void uncutAnswersAreRead() {
    for (String answer : new String[] {HttpText.ok(JSON), HttpText.chunkedOk(JSON, 100)}) {
      try (FaultServer server = FaultServer.start(connection -> connection.send(answer))) {
        ChatClient client = rig.client(HttpText.provider(server.url()));

        assertThat(client.chat(ClientRig.PROMPT).text()).hasSize(5 * 370);
      }
    }
  }

  private void assertNoCutSucceeds(String answer, int stride, Ending ending) {
    AtomicInteger length = new AtomicInteger();
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.send(answer.substring(0, length.get()));
              ending.end(connection);
            })) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      for (; length.get() < answer.length(); length.addAndGet(stride)) {
        LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

        assertThat(failure.kind()).as("cut at %s", length).isEqualTo(ErrorKind.CONNECTION);
      }
      assertThat(server.requests()).hasSize((answer.length() + stride - 1) / stride);
    }
  }

  /** How the server leaves. */
  @FunctionalInterface
  private interface Ending {
    void end(FaultConnection connection) throws IOException;
  }
}
