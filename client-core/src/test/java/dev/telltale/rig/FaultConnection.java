package dev.telltale.rig;

import java.io.IOException;
import java.net.Socket;
import java.util.Locale;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link FaultServer}, in the hands of its script. */
public final class FaultConnection {
  private final Socket socket;
  private final BufferedSource in;
  private final BufferedSink out;
  private int requestCount;
  private String lastRequest = "";

  FaultConnection(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    this.socket = socket;
    this.in = Okio.buffer(Okio.source(socket));
    this.out = Okio.buffer(Okio.sink(socket));
  }

  /** How many requests came over this connection, with the one to answer. */
  public int requestCount() {
    return requestCount;
  }

  /** The request to answer, as text. */
  public String lastRequest() {
    return lastRequest;
  }

  /** Sends {@code text} at once. */
  public FaultConnection send(String text) throws IOException {
    return send(ByteString.encodeUtf8(text));
  }

  /** Sends {@code bytes} at once. */
  public FaultConnection send(ByteString bytes) throws IOException {
    out.write(bytes).flush();
    return this;
  }

  /** Sends {@code bytes} in packets of one byte. */
  public FaultConnection drip(ByteString bytes) throws IOException {
    for (int i = 0; i < bytes.size(); i++) {
      out.writeByte(bytes.getByte(i)).flush();
    }
    return this;
  }

  /** Ends the connection in order (FIN), in both directions. */
  public void end() throws IOException {
    socket.close();
  }

  /** Ends only what the server sends (FIN) and waits until the client ends the rest. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
    awaitEnd();
  }

  /** Breaks the connection (RST). */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Sends nothing more and waits until the client ends the connection, in order or not. */
  public void awaitEnd() throws IOException {
    try {
      in.readAll(Okio.blackhole());
    } finally {
      socket.close();
    }
  }

  @Nullable String readRequest() throws IOException {
    if (in.exhausted()) {
      return null;
    }
    requestCount++;
    StringBuilder request = new StringBuilder();
    long length = 0;
    boolean chunked = false;
    for (String line = in.readUtf8LineStrict(); !line.isEmpty(); line = in.readUtf8LineStrict()) {
      request.append(line).append('\n');
      String lower = line.toLowerCase(Locale.ROOT);
      chunked |= lower.equals("transfer-encoding: chunked");
      if (lower.startsWith("content-length: ")) {
        length = Long.parseLong(lower.substring("content-length: ".length()));
      }
    }
    Buffer body = chunked ? readChunks() : read(length);
    lastRequest = request.append('\n').append(body.readUtf8()).toString();
    return lastRequest;
  }

  private Buffer read(long length) throws IOException {
    Buffer body = new Buffer();
    in.readFully(body, length);
    return body;
  }

  private Buffer readChunks() throws IOException {
    Buffer body = new Buffer();
    long size = -1;
    while (size != 0) {
      size = Long.parseLong(in.readUtf8LineStrict(), 16);
      in.readFully(body, size);
      in.readUtf8LineStrict();
    }
    return body;
  }
}
