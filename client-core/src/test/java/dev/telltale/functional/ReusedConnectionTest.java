package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.HttpOptions;
import dev.telltale.RetryPolicy;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import java.security.KeyStore;
import java.time.Duration;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call whose connection had been used before, or whose stream is refused. */
@Timeout(10)
final class ReusedConnectionTest {
  private static final RetryPolicy ONCE_MORE =
      RetryPolicy.builder()
          .maxRetries(1)
          .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
          .build();

  @RegisterExtension final ClientRig rig = new ClientRig();

  @StartStop private final MockWebServer server = new MockWebServer();

  @Test
  void staleConnectionCostsAnAttemptAndNoCall() {
    askOverStaleConnections(50);
  }

  @Test
  @Tag("slow")
  @Timeout(120)
  void staleConnectionCostsAnAttemptAndNoCall_thousand() {
    askOverStaleConnections(1_000);
  }

  @Test
  void connectionClosedWhileIdleCostsNoCall() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer().onResponseEnd(new SocketEffect.CloseSocket(true, false, false)).build();
          }
        });
    ChatClient client = client(HttpOptions.defaults(), server.url("/").toString());

    for (int i = 0; i < 50; i++) {
      assertThat(client.chat(ClientRig.PROMPT).text()).isEqualTo("Porto");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 11})
  void streamResetBeforeAnAnswerIsTriedAgain_http2(int code) throws Exception {
    HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.enqueue(
        new MockResponse.Builder().onRequestStart(new SocketEffect.CloseStream(code)).build());
    server.enqueue(answer().build());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificate.certificate());
    ChatClient client =
        client(
            HttpOptions.builder().trusted(trusted).build(),
            "https://localhost:" + server.getPort() + "/");

    ChatResponse response = client.chat(ClientRig.PROMPT);

    assertThat(response.report().attempts()).hasSize(2);
    assertThat(response.report().attempts().get(0).failure()).isEqualTo(ErrorKind.CONNECTION);
    server.takeRequest();
    assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/2");
  }

  private void askOverStaleConnections(int calls) {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            // The second request on a connection finds it closed.
            return request.getExchangeIndex() == 0
                ? answer().build()
                : new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseSocket(true, false, false))
                    .build();
          }
        });
    ChatClient client = client(HttpOptions.defaults(), server.url("/").toString());
    assertThat(client.chat(ClientRig.PROMPT).report().attempts()).hasSize(1);

    for (int i = 0; i < calls; i++) {
      ChatResponse response = client.chat(ClientRig.PROMPT);

      assertThat(response.report().attempts()).hasSize(2);
      assertThat(response.report().attempts().get(0).failure()).isEqualTo(ErrorKind.CONNECTION);
    }

    assertThat(server.getRequestCount()).isEqualTo(1 + 2 * calls);
  }

  private ChatClient client(HttpOptions options, String url) {
    return rig.client(ClientRig.builder(PlainProvider.at(url)).http(options).retry(ONCE_MORE));
  }

  private static MockResponse.Builder answer() {
    return new MockResponse.Builder().body("text Porto\nfinish stop");
  }
}
