package dev.telltale.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Call;

/** The sockets on which one call tries to get a connection. Thread-safe. */
final class OpeningSockets {
  private final Call call;
  private final Object lock = new Object();

  // Guarded by lock.
  private final List<Socket> open = new ArrayList<>(1);

  OpeningSockets(Call call) {
    this.call = call;
  }

  /**
   * Closes the socket with the call.
   *
   * @throws IOException if the call is cancelled already; then the socket is closed
   */
  void add(Socket socket) throws IOException {
    synchronized (lock) {
      // Says so before it has the open ones closed, so none is missed.
      if (!call.isCanceled()) {
        open.add(socket);
        return;
      }
    }
    socket.close();
    throw new IOException("Canceled");
  }

  /** The call has its connection, which others may use too. */
  void connected() {
    synchronized (lock) {
      open.clear();
    }
  }

  void cancel() {
    List<Socket> late;
    synchronized (lock) {
      late = List.copyOf(open);
      open.clear();
    }
    for (Socket socket : late) {
      try {
        socket.close();
      } catch (IOException ignored) {
        // Nobody uses it any more.
      }
    }
  }
}
