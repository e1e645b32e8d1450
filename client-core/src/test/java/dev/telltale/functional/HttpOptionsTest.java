package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ErrorKind;
import dev.telltale.HttpOptions;
import dev.telltale.LlmException;
import dev.telltale.provider.Secret;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Credentials;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Proxies, trust, certificates, protocols, and what is put on every request. */
@Timeout(20)
final class HttpOptionsTest {
  private static final String PASSWORD = "proxy-canary-7f3e";
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("localhost")
          .signedBy(AUTHORITY)
          .build();
  private static final HeldCertificate CLIENT =
      new HeldCertificate.Builder().commonName("shop").signedBy(AUTHORITY).build();

  @RegisterExtension final ClientRig rig = new ClientRig();

  @StartStop private final MockWebServer server = new MockWebServer();

  @Test
  void proxyPassesAPlainRequestOn() throws InterruptedException {
    server.enqueue(answer());
    HttpOptions options =
        HttpOptions.builder().proxy(proxy()).proxyCredentials("u", secret()).build();

    String text = client(options, "http://127.0.0.1:9").chat(ClientRig.PROMPT).text();

    RecordedRequest request = server.takeRequest();
    assertThat(text).isEqualTo("Porto");
    assertThat(request.getRequestLine()).startsWith("POST http://127.0.0.1:9/");
    assertThat(request.getHeaders().get("Proxy-Authorization"))
        .isEqualTo(Credentials.basic("u", PASSWORD));
  }

  @Test
  void proxyThatWantsCredentialsIsNoBadRequest() {
    server.enqueue(
        new MockResponse.Builder()
            .code(407)
            .addHeader("Proxy-Authenticate", "Basic realm=\"r\"")
            .build());
    HttpOptions options = HttpOptions.builder().proxy(proxy()).build();
    ChatClient client = client(options, "http://127.0.0.1:9");

    LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

    assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION);
    assertThat(failure.status()).hasValue(407);
    assertThat(failure).hasMessageContaining("proxyCredentials");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void tunnelIsAskedForWithTheCredentials() throws Exception {
    serveTls();
    server.enqueue(new MockResponse.Builder().inTunnel().build());
    server.enqueue(answer());
    HttpOptions options = trusting().proxy(proxy()).proxyCredentials("u", secret()).build();

    String text = client(options, "https://localhost:9").chat(ClientRig.PROMPT).text();

    assertThat(text).isEqualTo("Porto");
    RecordedRequest tunnel = server.takeRequest();
    assertThat(tunnel.getRequestLine()).startsWith("CONNECT localhost:9 ");
    assertThat(tunnel.getHeaders().get("Proxy-Authorization"))
        .isEqualTo(Credentials.basic("u", PASSWORD));
    assertThat(tunnel.getHeaders().get("Authorization")).isNull();
    RecordedRequest inside = server.takeRequest();
    assertThat(inside.getHeaders().get("Proxy-Authorization")).isNull();
    assertThat(inside.getHeaders().get("Authorization")).isNotNull();
  }

  @Test
  void tunnelRefusedSendsNoPrompt() throws Exception {
    serveTls();
    for (int i = 0; i < 3; i++) {
      server.enqueue(
          new MockResponse.Builder()
              .code(407)
              .addHeader("Proxy-Authenticate", "Basic realm=\"r\"")
              .inTunnel()
              .build());
    }
    HttpOptions options = trusting().proxy(proxy()).proxyCredentials("u", secret()).build();
    ChatClient client = client(options, "https://localhost:9");

    LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

    assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION);
    assertThat(failure)
        .hasMessageContaining("proxyCredentials")
        .hasMessageContaining("localhost:9")
        .hasMessageNotContaining(PASSWORD);
    for (int i = server.getRequestCount(); i > 0; i--) {
      assertThat(server.takeRequest().getRequestLine()).startsWith("CONNECT");
    }
  }

  @Test
  void silentProxyIsBoundedByTheConnectTimeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Proxy proxy =
          new Proxy(
              Proxy.Type.HTTP,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()));
      ChatClient client =
          rig.client(
              ClientRig.builder(PlainProvider.at("https://localhost:9"))
                  .http(HttpOptions.builder().proxy(proxy).build())
                  .connectTimeout(Duration.ofMillis(200)));

      LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
      assertThat(failure.report().duration()).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void otherAuthorityIsTrustedOnlyWhereSaid() throws Exception {
    serveTls();
    server.enqueue(answer());

    LlmException failure =
        rig.failureOf(() -> client(HttpOptions.defaults(), secureUrl()).chat(ClientRig.PROMPT));
    String text = client(trusting().build(), secureUrl()).chat(ClientRig.PROMPT).text();

    assertThat(failure.kind()).isEqualTo(ErrorKind.TLS);
    assertThat(text).isEqualTo("Porto");
  }

  @Test
  void serverMayAskForACertificate() throws Exception {
    serveTls();
    server.requireClientAuth();
    server.enqueue(answer());
    HttpOptions proven = trusting().clientCertificate(keys(), secret()).build();

    LlmException failure =
        rig.failureOf(() -> client(trusting().build(), secureUrl()).chat(ClientRig.PROMPT));
    String text = client(proven, secureUrl()).chat(ClientRig.PROMPT).text();

    assertThat(failure.kind()).isIn(ErrorKind.TLS, ErrorKind.CONNECTION);
    assertThat(text).isEqualTo("Porto");
    assertThat(server.takeRequest().getHandshake().peerPrincipal().getName()).contains("shop");
  }

  @Test
  void wrongPasswordOfAKeyIsNotShown() throws Exception {
    HttpOptions options =
        HttpOptions.builder().clientCertificate(keys(), Secret.of("other-" + PASSWORD)).build();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ChatClient.builder(PlainProvider.at("http://localhost")).http(options).build())
        .withMessageContaining("password of the key")
        .withMessageNotContaining(PASSWORD);
  }

  @Test
  void http2IsSpokenUnlessSwitchedOff() throws Exception {
    serveTls();
    server.enqueue(answer());
    server.enqueue(answer());

    client(trusting().build(), secureUrl()).chat(ClientRig.PROMPT);
    client(trusting().http1Only().build(), secureUrl()).chat(ClientRig.PROMPT);

    assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/2");
    assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/1.1");
  }

  @Test
  void headersOfTheCallReplaceThoseOfTheClient() throws InterruptedException {
    server.enqueue(answer());
    HttpOptions options =
        HttpOptions.builder().header("X-Team", "maps").header("X-App", "shop").build();
    CallOptions call = CallOptions.builder().header("x-team", "search").build();

    client(options, plainUrl()).chat(ChatRequest.of(ClientRig.PROMPT), call);

    RecordedRequest request = server.takeRequest();
    assertThat(request.getHeaders().values("X-Team")).containsExactly("search");
    assertThat(request.getHeaders().get("X-App")).isEqualTo("shop");
  }

  @Test
  void queryOfTheCallReplacesThatOfTheProviderAndTheClients() throws InterruptedException {
    server.enqueue(answer());
    HttpOptions options =
        HttpOptions.builder()
            .query("version", "1")
            .query("trace", "a b&c")
            .query("x", "client")
            .build();
    CallOptions call = CallOptions.builder().query("x", "call").build();
    PlainProvider provider = PlainProvider.at(plainUrl()).withQuery("version", "2");

    rig.client(ClientRig.builder(provider).http(options))
        .chat(ChatRequest.of(ClientRig.PROMPT), call);

    var url = server.takeRequest().getUrl();
    assertThat(url.queryParameterValues("version")).containsExactly("2");
    assertThat(url.queryParameterValues("x")).containsExactly("call");
    assertThat(url.queryParameter("trace")).isEqualTo("a b&c");
  }

  @Test
  void parametersAreSentInTheirOrder() throws InterruptedException {
    server.enqueue(answer());
    HttpOptions.Builder options = HttpOptions.builder();
    CallOptions.Builder call = CallOptions.builder();
    for (int i = 0; i < 8; i++) {
      options.query("client" + i, "");
      call.query("call" + i, "");
    }

    client(options.build(), plainUrl()).chat(ChatRequest.of(ClientRig.PROMPT), call.build());

    List<String> names = List.copyOf(server.takeRequest().getUrl().queryParameterNames());
    assertThat(names.stream().filter(name -> name.startsWith("client"))).isSorted();
    assertThat(names.stream().filter(name -> name.startsWith("call"))).isSorted().hasSize(8);
  }

  @Test
  void valuesAreNeverShown() {
    HttpOptions options =
        HttpOptions.builder()
            .header("X-Key", ClientRig.KEY)
            .query("key", ClientRig.KEY)
            .proxyCredentials("u", Secret.of(ClientRig.KEY))
            .build();
    CallOptions call = CallOptions.builder().query("key", ClientRig.KEY).build();

    assertThat(options.toString() + call).contains("X-Key", "key").doesNotContain(ClientRig.KEY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpOptions.builder().header("X-Key", ClientRig.KEY + "\n"))
        .withMessageNotContaining(ClientRig.KEY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpOptions.builder().proxyCredentials("a:b", Secret.of(ClientRig.KEY)))
        .withMessageNotContaining(ClientRig.KEY);
  }

  @Test
  void echoedHeaderOfTheClientIsMasked() {
    server.enqueue(new MockResponse.Builder().code(400).body("bad X-Key: river-canary-51").build());
    HttpOptions options = HttpOptions.builder().header("X-Key", "river-canary-51").build();

    LlmException failure = rig.failureOf(() -> client(options, plainUrl()).chat(ClientRig.PROMPT));

    assertThat(failure.details().body()).isEqualTo("bad X-Key: ***");
  }

  @Test
  void noConnectionIsKeptWhereNoneMayBe() throws InterruptedException {
    server.enqueue(answer());
    server.enqueue(answer());
    HttpOptions options = HttpOptions.builder().idleConnections(0, Duration.ofMinutes(1)).build();
    ChatClient client = client(options, plainUrl());

    client.chat(ClientRig.PROMPT);
    client.chat(ClientRig.PROMPT);

    assertThat(server.takeRequest().getExchangeIndex()).isZero();
    assertThat(server.takeRequest().getExchangeIndex()).isZero();
  }

  @Test
  void connectionsMayBeKeptForEver() throws InterruptedException {
    server.enqueue(answer());
    server.enqueue(answer());
    HttpOptions options =
        HttpOptions.builder().idleConnections(1, Duration.ofSeconds(Long.MAX_VALUE)).build();
    ChatClient client = client(options, plainUrl());

    client.chat(ClientRig.PROMPT);
    client.chat(ClientRig.PROMPT);

    assertThat(server.takeRequest().getExchangeIndex()).isZero();
    assertThat(server.takeRequest().getExchangeIndex()).isOne();
  }

  private ChatClient client(HttpOptions options, String url) {
    return rig.client(
        ClientRig.builder(PlainProvider.at(url).withKey(ClientRig.KEY)).http(options));
  }

  private String plainUrl() {
    return server.url("/").toString();
  }

  private String secureUrl() {
    return "https://localhost:" + server.getPort() + "/";
  }

  private Proxy proxy() {
    return new Proxy(
        Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
  }

  private void serveTls() {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(SERVER)
            .addTrustedCertificate(AUTHORITY.certificate())
            .build()
            .sslSocketFactory());
  }

  private static HttpOptions.Builder trusting() throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("authority", AUTHORITY.certificate());
    return HttpOptions.builder().trusted(store);
  }

  private static KeyStore keys() throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "shop",
        CLIENT.keyPair().getPrivate(),
        PASSWORD.toCharArray(),
        new Certificate[] {CLIENT.certificate()});
    return store;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Secret secret() {
    return Secret.of(PASSWORD);
  }

  private static MockResponse answer() {
    return new MockResponse.Builder().body("text Porto\nfinish stop").build();
  }
}
