package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.TransportException;
import dev.telltale.rig.ClientRig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The system's trust decides, and what it refuses is a failure of its own kind. */
@Timeout(10)
class TlsTest {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";
  private static final String PASSWORD = "not secret";
  private static final int REFUSED = 7;
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  @RegisterExtension final ClientRig rig = new ClientRig();
  @StartStop final MockWebServer server = new MockWebServer();
  @TempDir Path directory;

  @BeforeEach
  void trustTheAuthority() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", AUTHORITY.certificate());
    Path file = directory.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    System.setProperty(TRUST_STORE, file.toString());
    System.setProperty(TRUST_STORE_PASSWORD, PASSWORD);
  }

  @AfterEach
  void trustAsBefore() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE_PASSWORD);
  }

  @Test
  void trustedServerIsAsked() {
    serveWith(certificate("localhost").signedBy(AUTHORITY));
    ChatClient client = client();

    assertThat(client.chat(ClientRig.PROMPT).text()).isEqualTo("safe");
  }

  @Test
  void wrongHostIsRefused() {
    serveWith(certificate("elsewhere.example").signedBy(AUTHORITY));

    assertRefused();
  }

  @Test
  void expiredCertificateIsRefused() {
    serveWith(certificate("localhost").validityInterval(0, 1_000).signedBy(AUTHORITY));

    assertRefused();
  }

  @Test
  void unknownAuthorityIsRefused() {
    serveWith(certificate("localhost"));

    assertRefused();
  }

  @Test
  void refusedStreamIsNotSentAgain_http2() throws InterruptedException {
    server.enqueue(
        new MockResponse.Builder().onRequestStart(new SocketEffect.CloseStream(REFUSED)).build());
    serveWith(certificate("localhost").signedBy(AUTHORITY));
    ChatClient client = client();

    LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));
    client.chat(ClientRig.PROMPT);

    assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION);
    assertThat(server.getRequestCount()).isEqualTo(2);
    server.takeRequest();
    assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/2");
  }

  private void assertRefused() {
    ChatClient client = client();

    LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

    assertThat(failure).isInstanceOf(TransportException.class);
    assertThat(failure.kind()).isEqualTo(ErrorKind.TLS);
    assertThat(server.getRequestCount()).isZero();
  }

  private ChatClient client() {
    return rig.client(HttpText.provider("https://localhost:" + server.getPort() + "/v1"));
  }

  private static HeldCertificate.Builder certificate(String host) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(host);
  }

  private void serveWith(HeldCertificate.Builder certificate) {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder().heldCertificate(certificate.build()).build();
    server.useHttps(certificates.sslSocketFactory());
    server.enqueue(answer().build());
  }

  private static MockResponse.Builder answer() {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .body(HttpText.answer("safe"));
  }
}
