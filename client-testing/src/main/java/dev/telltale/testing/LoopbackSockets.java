package dev.telltale.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;

/**
 * Server sockets whose connections send every part at once and end when the client has left.
 *
 * <p>MockWebServer sets no {@code TCP_NODELAY}, with which small events would wait for the client's
 * acknowledgement, and keeps a connection open on which a write failed.
 */
final class LoopbackSockets extends ServerSocketFactory {

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new ServerSocket() {
      @Override
      public Socket accept() throws IOException {
        Socket connection = new Connection();
        implAccept(connection);
        connection.setTcpNoDelay(true);
        return connection;
      }
    };
  }

  @Override
  public ServerSocket createServerSocket(int port) {
    throw new UnsupportedOperationException("MockWebServer binds the socket itself.");
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) {
    throw new UnsupportedOperationException("MockWebServer binds the socket itself.");
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
    throw new UnsupportedOperationException("MockWebServer binds the socket itself.");
  }

  private static final class Connection extends Socket {
    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
          try {
            out.write(bytes, offset, count);
          } catch (IOException e) {
            Connection.this.close();
            throw e;
          }
        }
      };
    }
  }
}
