package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.AuthenticationException;
import dev.telltale.CallReport;
import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.provider.TokenSource;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.sdk.trace.data.EventData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A token is asked for per attempt; one that is refused is followed by another, once. */
@Timeout(10)
final class TokenRenewalTest {
  @StartStop private final MockWebServer server = new MockWebServer();

  @RegisterExtension private final ClientRig rig = new ClientRig();

  private final Tokens tokens = new Tokens();

  @Test
  void refusedTokenIsFollowedByAnother() throws InterruptedException {
    server.enqueue(status(401));
    server.enqueue(answer());

    ChatResponse response = once(tokens).chat("Porto?");

    assertThat(response.text()).isEqualTo("Porto");
    assertThat(authorizations()).containsExactly("Bearer token-1", "Bearer token-2");
    assertThat(tokens.refused).containsExactly("token-1");
    assertThat(response.report().attempts())
        .extracting(CallReport.Attempt::status, CallReport.Attempt::failure)
        .containsExactly(
            tuple(OptionalInt.of(401), ErrorKind.AUTHENTICATION), tuple(OptionalInt.of(200), null));
  }

  @Test
  void renewalIsAnEventOfTheSpan() {
    server.enqueue(status(401));
    server.enqueue(answer());

    once(tokens).chat("Porto?");

    assertThat(rig.spans()).hasSize(1);
    EventData event = rig.spans().get(0).getEvents().get(0);
    assertThat(event.getName()).isEqualTo(GenAi.RETRY_EVENT);
    assertThat(event.getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("401");
    assertThat(event.getAttributes().get(GenAi.RETRY_ATTEMPT)).isEqualTo(1);
  }

  @Test
  void streamIsOpenedWithAnotherToken() throws InterruptedException {
    server.enqueue(status(401));
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(event("text Porto", "finish stop"))
            .build());

    try (ChatStream stream = once(tokens).stream("Porto?")) {
      assertThat(stream.forEachText(text -> {}).text()).isEqualTo("Porto");
    }

    assertThat(authorizations()).containsExactly("Bearer token-1", "Bearer token-2");
  }

  @Test
  void secondRefusalEndsTheCall() throws InterruptedException {
    server.enqueue(status(401));
    server.enqueue(status(401));

    LlmException failure = rig.failureOf(() -> quick(tokens).chat("Porto?"));

    assertThat(failure).isInstanceOf(AuthenticationException.class);
    assertThat(failure.report().attempts()).hasSize(2);
    assertThat(authorizations()).hasSize(2);
    assertThat(tokens.refused).containsExactly("token-1", "token-2");
  }

  @Test
  void renewalCostsNoRetryOfThePolicy() throws InterruptedException {
    server.enqueue(status(401));
    server.enqueue(status(503));
    server.enqueue(status(503));
    server.enqueue(answer());

    ChatResponse response = quick(tokens).chat("Porto?");

    assertThat(response.report().attempts()).hasSize(4);
    assertThat(authorizations())
        .containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-3", "Bearer token-4");
    assertThat(rig.spans().get(0).getEvents())
        .extracting(event -> event.getAttributes().get(GenAi.RETRY_ATTEMPT))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void refusedKeyIsFinal() {
    server.enqueue(status(401));
    ChatClient client = rig.client(PlainProvider.at(url()).withKey(ClientRig.KEY));

    LlmException failure = rig.failureOf(() -> client.chat("Porto?"));

    assertThat(failure.report().attempts()).hasSize(1);
  }

  @Test
  void refusedPermissionIsFinal() {
    server.enqueue(status(403));

    LlmException failure = rig.failureOf(() -> once(tokens).chat("Porto?"));

    assertThat(failure.report().attempts()).hasSize(1);
    assertThat(tokens.refused).isEmpty();
  }

  @Test
  void supplierThatFailsFailsTheCallUnsent() {
    IllegalStateException outage = new IllegalStateException("no network to the authority");

    LlmException failure =
        rig.failureOf(
            () ->
                once(() -> {
                      throw outage;
                    })
                    .chat("Porto?"));

    assertThat(failure.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
    assertThat(failure).hasCause(outage).hasMessageContaining("supplier of tokens");
    assertThat(server.getRequestCount()).isZero();
    assertThat(rig.spans().get(0).getAttributes().get(GenAi.ERROR_TYPE))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void sourceThatFailsWhenToldFailsTheCall() {
    server.enqueue(status(401));
    IllegalStateException outage = new IllegalStateException("the cache is gone");
    TokenSource source =
        new TokenSource() {
          @Override
          public String get() {
            return "token-1";
          }

          @Override
          public void refused(String token) {
            throw outage;
          }
        };

    LlmException failure = rig.failureOf(() -> once(source).chat("Porto?"));

    assertThat(failure).isInstanceOf(AuthenticationException.class).hasCause(outage);
    assertThat(failure).hasMessageContaining("refused the token");
    assertThat(failure.report().attempts()).hasSize(1);
  }

  @Test
  void causeShowsNoToken() {
    IllegalStateException parser =
        new IllegalStateException("bad JSON at {\"access_token\":\"" + ClientRig.KEY + "\"}");

    LlmException failure =
        rig.failureOf(
            () ->
                once(() -> {
                      throw new IllegalArgumentException("AADSTS700016: no such app", parser);
                    })
                    .chat("Porto?"));

    assertThat(failure.getCause())
        .hasMessageContaining("IllegalArgumentException: AADSTS700016: no such app");
    assertThat(failure.getCause().getStackTrace()).isNotEmpty();
    assertThat(failure.getCause().getCause())
        .hasMessageContaining("bad JSON at")
        .hasMessageNotContaining(ClientRig.KEY);
    assertThat(rig.spans().get(0).getAttributes().get(GenAi.ERROR_TYPE))
        .isEqualTo("java.lang.IllegalArgumentException");
  }

  private ChatClient once(Supplier<String> supplier) {
    return rig.client(PlainProvider.at(url()).withTokens(supplier));
  }

  private ChatClient quick(Supplier<String> supplier) {
    RetryPolicy policy =
        RetryPolicy.builder().backoff(Duration.ofMillis(1), Duration.ofMillis(2)).build();
    return rig.client(
        ClientRig.builder(PlainProvider.at(url()).withTokens(supplier)).retry(policy));
  }

  private String url() {
    return server.url("/v1").toString();
  }

  private List<String> authorizations() throws InterruptedException {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < server.getRequestCount(); i++) {
      RecordedRequest request = server.takeRequest();
      sent.add(request.getHeaders().get("Authorization"));
    }
    return sent;
  }

  private static MockResponse status(int status) {
    return new MockResponse.Builder().code(status).body("code").build();
  }

  private static MockResponse answer() {
    return new MockResponse.Builder().body("text Porto\nfinish stop").build();
  }

  /** Counts up, as if each token had been fetched anew. */
  private static final class Tokens implements TokenSource {
    private final List<String> refused = new ArrayList<>();
    private int asked;

    @Override
    public String get() {
      return "token-" + ++asked;
    }

    @Override
    public void refused(String token) {
      refused.add(token);
    }
  }
}
