package dev.telltale.testing;

import java.io.IOException;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketHandler;
import okio.BufferedSink;
import okio.Okio;
import okio.Socket;

/**
 * Writes the parts of a reply, each flushed to the socket before the next is due.
 *
 * <p>MockWebServer ends a body itself, so over HTTP/1.1 a reply that is cut is written as a {@link
 * SocketHandler}, after which it closes the connection.
 */
final class ReplyBody implements MockResponseBody, SocketHandler {
  private final Reply reply;
  private final Pacer pacer;

  ReplyBody(Reply reply, Pacer pacer) {
    this.reply = reply;
    this.pacer = pacer;
  }

  @Override
  public long getContentLength() {
    // Only asked for by MockWebServer's effect in the middle of a body, which is to be its end.
    return 2 * reply.parts().stream().mapToLong(part -> part.bytes().size()).sum();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    try {
      writeParts(sink);
    } catch (IOException e) {
      if (reply.ending() == Ending.CONNECTION_CLOSED) {
        return; // The stream was reset under it, as it was to be.
      }
      throw e;
    }
    if (reply.chunked()) {
      sink.writeUtf8("0\r\n"); // The empty line after it is written as the end of the trailers.
    }
  }

  @Override
  public void handle(Socket socket) {
    try (BufferedSink sink = Okio.buffer(socket.getSink())) {
      writeParts(sink);
    } catch (IOException e) {
      // The client left first, or the server is closing: either way there is no one to tell.
    }
  }

  private void writeParts(BufferedSink sink) throws IOException {
    for (Reply.Part part : reply.parts()) {
      if (!part.pause().isZero()) {
        pacer.pause(part.pause());
      }
      if (part.bytes().size() == 0) {
        continue; // An empty chunk would end the body.
      }
      if (reply.chunked()) {
        sink.writeHexadecimalUnsignedLong(part.bytes().size()).writeUtf8("\r\n");
        sink.write(part.bytes()).writeUtf8("\r\n");
      } else {
        sink.write(part.bytes());
      }
      sink.flush();
    }
  }
}
