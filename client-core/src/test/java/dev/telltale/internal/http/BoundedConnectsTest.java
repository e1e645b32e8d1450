package dev.telltale.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.internal.retry.Attempt;
import dev.telltale.internal.retry.CallLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BoundedConnectsTest {
  private static final InetSocketAddress SERVER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

  private final BoundedConnects connects = new BoundedConnects(new BoundedDns(Dns.SYSTEM));
  private final SocketFactory factory = connects.sockets(new ChannelSocketFactory());

  @Test
  void cancellingClosesWhatIsConnecting() throws IOException {
    Call call = connecting();
    connects.connectStart(call, SERVER, Proxy.NO_PROXY);
    Socket first = factory.createSocket();
    connects.connectStart(call, SERVER, Proxy.NO_PROXY);
    Socket second = factory.createSocket();

    connects.canceled(call);

    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void connectionOutlivesTheCallThatOpenedIt() throws IOException {
    Call call = connecting();
    connects.connectStart(call, SERVER, Proxy.NO_PROXY);
    try (Socket socket = factory.createSocket()) {
      connects.connectEnd(call, SERVER, Proxy.NO_PROXY, null);

      connects.canceled(call);

      assertThat(socket.isClosed()).isFalse();
    }
  }

  @Test
  void cancelledCallOpensNoSocket() {
    Call call = connecting();
    call.cancel();
    connects.connectStart(call, SERVER, Proxy.NO_PROXY);

    assertThatThrownBy(factory::createSocket).isInstanceOf(IOException.class);
  }

  @Test
  void socketsOfOthersAreLeftAlone() throws IOException {
    Call call = connecting();
    connects.connectStart(call, SERVER, new Proxy(Proxy.Type.SOCKS, SERVER));
    try (Socket socket = factory.createSocket()) {
      connects.canceled(call);

      assertThat(socket.isClosed()).isFalse();
    }
  }

  private Call connecting() {
    Attempt attempt = new CallLog(System::nanoTime).begin("test", "model", 1, Duration.ZERO);
    Call call =
        new OkHttpClient()
            .newCall(
                new Request.Builder()
                    .url("http://localhost:9")
                    .post(new OneShotBody(ByteString.EMPTY, Duration.ofSeconds(1), attempt))
                    .build());
    connects.proxySelectStart(call, call.request().url());
    return call;
  }
}
