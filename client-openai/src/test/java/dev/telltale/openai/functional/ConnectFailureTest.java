package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.TransportException;
import dev.telltale.rig.ClientRig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that cannot be reached. */
@Timeout(10)
class ConnectFailureTest {
  @RegisterExtension final ClientRig rig = new ClientRig();

  @Test
  @Timeout(5)
  void refusedConnectionFailsAtOnce() throws IOException {
    int port = closedPort();
    ChatClient client = rig.client(HttpText.provider("http://127.0.0.1:" + port + "/v1"));

    LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

    assertThat(failure).isInstanceOf(TransportException.class);
    assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION);
    assertThat(failure).hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  @Timeout(5)
  void refusedConnectionFailsAtOnce_stream() throws IOException {
    ChatClient client = rig.client(HttpText.provider("http://127.0.0.1:" + closedPort() + "/v1"));

    LlmException failure = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

    assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION);
  }

  @Test
  void connectTimeoutIsSettable() throws IOException {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fillBacklog(deaf, waiting);
      String url = "http://127.0.0.1:" + deaf.getLocalPort() + "/v1";
      ChatClient client =
          rig.client(
              ClientRig.builder(HttpText.provider(url)).connectTimeout(Duration.ofMillis(150)));

      LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  @Test
  void connectTimeoutCoversTheTlsHandshake() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "https://127.0.0.1:" + silent.getLocalPort() + "/v1";
      ChatClient client =
          rig.client(
              ClientRig.builder(HttpText.provider(url)).connectTimeout(Duration.ofMillis(150)));

      LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
      assertThat(failure.report().duration()).isLessThan(Duration.ofSeconds(2));
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A connection that nobody accepts takes a place; beyond the last place the kernel is silent. */
  private static void fillBacklog(ServerSocket server, List<SocketChannel> waiting)
      throws IOException {
    for (int i = 0; i < 8; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(server.getLocalSocketAddress());
      waiting.add(channel);
    }
  }
}
