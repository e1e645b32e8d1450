package dev.telltale.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads requests of one connection and writes the same answer to each, until the client leaves. */
final class PrebuiltConnection implements Runnable {
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final byte[] answer;
  private final byte[] buffer = new byte[64 << 10];

  PrebuiltConnection(Socket socket, byte[] answer) {
    this.socket = socket;
    this.answer = answer;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      while (readRequest(in)) {
        out.write(answer);
        out.flush();
      }
    } catch (IOException clientLeft) {
      // A client that closes its connection is how each of them ends.
    }
  }

  /** Reads a request whole; false if the client has sent its last one. */
  private boolean readRequest(InputStream in) throws IOException {
    int filled = 0;
    int headEnd = -1;
    while (headEnd == -1) {
      int count = in.read(buffer, filled, buffer.length - filled);
      if (count <= 0) {
        return false;
      }
      int from = Math.max(0, filled - 3);
      filled += count;
      headEnd = headEnd(from, filled);
    }
    long rest = bodyBytes(headEnd) - (filled - headEnd);
    while (rest > 0) {
      int count = in.read(buffer, 0, (int) Math.min(rest, buffer.length));
      if (count < 0) {
        return false;
      }
      rest -= count;
    }
    return true;
  }

  /** The position after the blank line that ends the headers, or -1 if it has not come. */
  private int headEnd(int from, int filled) {
    for (int i = from; i + 3 < filled; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private long bodyBytes(int headEnd) throws IOException {
    String head =
        new String(buffer, 0, headEnd, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    int name = head.indexOf(LENGTH);
    if (name == -1) {
      throw new IOException("The request does not say how long it is");
    }
    int from = name + LENGTH.length();
    return Long.parseLong(head.substring(from, head.indexOf('\r', from)).strip());
  }
}
