package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LoopbackSocketsTest {
  private ServerSocket listening;
  private Socket client;
  private Socket connection;

  @BeforeEach
  void connect() throws IOException {
    listening = new LoopbackSockets().createServerSocket();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client = new Socket(listening.getInetAddress(), listening.getLocalPort());
    connection = listening.accept();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    connection.close();
    listening.close();
  }

  @Test
  void smallWritesAreNotHeldBack() throws IOException {
    assertThat(connection.getTcpNoDelay()).isTrue();
  }

  @Test
  void failedWriteClosesTheConnection() throws IOException {
    client.setSoLinger(true, 0); // The close becomes a reset.
    client.close();

    writeUntilItFails(connection.getOutputStream());

    assertThat(connection.isClosed()).isTrue();
  }

  private static void writeUntilItFails(OutputStream out) {
    byte[] bytes = new byte[1024];
    while (true) {
      try {
        out.write(bytes);
      } catch (IOException e) {
        return;
      }
    }
  }
}
