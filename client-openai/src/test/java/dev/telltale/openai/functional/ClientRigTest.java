package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rig of the other tests notices what it is there to notice. */
@Timeout(20)
class ClientRigTest {
  private final ClientRig rig = new ClientRig();
  private final FaultServer server =
      FaultServer.start(
          connection ->
              connection.send(HttpText.CHUNKED_SSE_HEAD + HttpText.chunk(HttpText.delta("one"))));

  @BeforeEach
  void begin() {
    rig.beforeEach(null);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void noticesStreamLeftOpen() {
    ChatClient client = rig.client(HttpText.provider(server.url()));
    ChatStream stream = client.stream(ClientRig.PROMPT);

    assertThatThrownBy(() -> rig.afterEach(null)).hasMessageContaining("connections in use");
    stream.close();
    client.close();
  }

  @Test
  void noticesSecretInOutput() {
    System.out.println("the key is " + ClientRig.KEY.substring(0, 14));

    assertThatThrownBy(() -> rig.afterEach(null)).hasMessageContaining("secret stands in");
  }

  @Test
  void noticesSecretInLog() {
    System.getLogger("dev.telltale.some")
        .log(System.Logger.Level.TRACE, "asked: " + ClientRig.PROMPT);

    assertThatThrownBy(() -> rig.afterEach(null)).hasMessageContaining("secret stands in");
  }

  @Test
  void noticesSecretInException() {
    IOException telltale = new IOException("refused " + ClientRig.KEY);
    ErrorDetails details = ErrorDetails.builder(ErrorKind.CONNECTION).cause(telltale).build();

    assertThatThrownBy(
            () ->
                rig.failureOf(
                    () -> {
                      throw LlmException.from(details);
                    }))
        .hasMessageContaining("secret stands in the exception");
    rig.afterEach(null);
  }

  @Test
  void noticesThreadLeft() throws InterruptedException {
    Thread left = new Thread(this::waitForEver, "left");
    left.start();

    assertThatThrownBy(() -> rig.afterEach(null)).hasMessageContaining("keep the JVM alive");
    left.interrupt();
    left.join();
  }

  @Test
  void passesWhatIsTidy() {
    ChatClient client = rig.client(HttpText.provider(server.url()));
    client.stream("hello").close();

    rig.afterEach(null);

    assertThat(rig.spans()).hasSize(1);
  }

  private void waitForEver() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
