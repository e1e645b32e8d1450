package dev.telltale.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;

/**
 * A loopback server of one thread that holds any number of requests for some seconds each and then
 * answers them. Prints its port.
 */
final class SlowServer {
  private static final int BACKLOG = 4_096;
  private static final String LENGTH = "content-length:";
  private static final String BODY =
      "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-5-mini\","
          + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
          + "{\"role\":\"assistant\",\"content\":\"Douro\"}}],"
          + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8}}";
  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY)
          .getBytes(StandardCharsets.US_ASCII);

  private final Selector selector;
  private final long delayNanos;

  /** In the order of their times, as all wait for as long. */
  private final Queue<Held> held = new ArrayDeque<>();

  private SlowServer(Selector selector, long delayNanos) {
    this.selector = selector;
    this.delayNanos = delayNanos;
  }

  /** Serves until its process is ended; the argument is the delay in seconds. */
  public static void main(String[] args) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println(listener.socket().getLocalPort());
      new SlowServer(selector, Long.parseLong(args[0]) * 1_000_000_000L).serve(listener);
    }
  }

  private void serve(ServerSocketChannel listener) throws IOException {
    while (true) {
      selector.select(5);
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isAcceptable()) {
          acceptAll(listener);
        } else {
          read(key);
        }
      }
      selector.selectedKeys().clear();
      answerDue();
    }
  }

  private void acceptAll(ServerSocketChannel listener) throws IOException {
    for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
      client.configureBlocking(false);
      client.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(2_048));
    }
  }

  private void read(SelectionKey key) throws IOException {
    SocketChannel client = (SocketChannel) key.channel();
    ByteBuffer request = (ByteBuffer) key.attachment();
    if (readFrom(client, request) < 0) {
      client.close();
    } else if (whole(request)) {
      request.clear();
      held.add(new Held(client, System.nanoTime() + delayNanos));
    }
  }

  private static int readFrom(SocketChannel client, ByteBuffer request) {
    try {
      return client.read(request);
    } catch (IOException reset) {
      return -1;
    }
  }

  private static boolean whole(ByteBuffer request) {
    ByteBuffer sent = request.duplicate().flip();
    String text = StandardCharsets.US_ASCII.decode(sent).toString().toLowerCase(Locale.ROOT);
    int head = text.indexOf("\r\n\r\n");
    int length = text.indexOf(LENGTH);
    if (head < 0 || length < 0) {
      return false;
    }
    String value = text.substring(length + LENGTH.length(), text.indexOf("\r\n", length));
    return request.position() >= head + 4 + Integer.parseInt(value.strip());
  }

  private void answerDue() throws IOException {
    while (!held.isEmpty() && held.element().due - System.nanoTime() <= 0) {
      // Far smaller than the buffer of a socket, so one write takes it.
      held.remove().client.write(ByteBuffer.wrap(ANSWER));
    }
  }

  private record Held(SocketChannel client, long due) {}
}
