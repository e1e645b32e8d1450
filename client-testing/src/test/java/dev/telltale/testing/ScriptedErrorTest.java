package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ScriptedErrorTest {
  private final ScriptedServer server = ScriptedServer.start();
  private final Caller caller = new Caller(server);

  @AfterEach
  void close() {
    caller.close();
    server.close();
  }

  @Test
  void rateLimitSaysWhenToComeBack() throws IOException {
    server.enqueue(Scripted.rateLimited(Duration.ofSeconds(2)));

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers().get("retry-after")).isEqualTo("2");
    assertThat(answer.headers().get("retry-after-ms")).isEqualTo("2000");
    assertThat(answer.headers().get("x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(answer.headers().get("x-ratelimit-reset-requests")).isEqualTo("2000ms");
    assertThat(answer.body())
        .isEqualTo(error("Too many requests.", "\"requests\"", "\"rate_limit_exceeded\""));
  }

  @Test
  void retryAfterRoundsUpToSeconds() throws IOException {
    server.enqueue(Scripted.rateLimited(Duration.ofMillis(1001)));
    server.enqueue(Scripted.rateLimited(Duration.ZERO));

    Caller.Answer fraction = caller.post(Caller.PLAIN);
    Caller.Answer zero = caller.post(Caller.PLAIN);

    assertThat(fraction.headers().get("retry-after")).isEqualTo("2");
    assertThat(fraction.headers().get("retry-after-ms")).isEqualTo("1001");
    assertThat(zero.headers().get("retry-after")).isEqualTo("0");
  }

  @Test
  void serverErrorIsExact() throws IOException {
    server.enqueue(Scripted.serverError());

    Caller.Answer answer = caller.post(Caller.STREAM);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.headers().get("content-type")).isEqualTo("application/json");
    assertThat(answer.headers().get("x-request-id")).isEqualTo("req_scripted_1");
    assertThat(answer.body())
        .isEqualTo(error("The server had an error.", "\"server_error\"", "null"));
  }

  @Test
  void wrongKeyIsExact() throws IOException {
    server.enqueue(Scripted.wrongKey());

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers().get("www-authenticate")).isEqualTo("Bearer realm=\"OpenAI API\"");
    assertThat(answer.body())
        .isEqualTo(
            error("The API key is wrong.", "\"invalid_request_error\"", "\"invalid_api_key\""));
  }

  @Test
  void contentFilterNamesItsVerdicts() throws IOException {
    server.enqueue(Scripted.contentFilter());

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().replaceAll("\\s", ""))
        .isEqualTo(
            "{\"error\":{\"message\":\"Thepromptwasblockedbythecontentpolicy.\",\"type\":null,"
                + "\"param\":\"prompt\",\"code\":\"content_filter\",\"status\":400,"
                + "\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\","
                + "\"content_filter_result\":{"
                + "\"hate\":{\"filtered\":false,\"severity\":\"safe\"},"
                + "\"self_harm\":{\"filtered\":false,\"severity\":\"safe\"},"
                + "\"sexual\":{\"filtered\":false,\"severity\":\"safe\"},"
                + "\"violence\":{\"filtered\":true,\"severity\":\"medium\"},"
                + "\"jailbreak\":{\"filtered\":false,\"detected\":false}}}}}");
  }

  @Test
  void malformedAnswerStopsInsideItsJson() throws IOException {
    server.enqueue(Scripted.malformed());

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("content-type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo("{\"id\":\"x\",\"choices\":[{");
  }

  @Test
  void malformedStreamHasOneBadEvent() throws IOException {
    server.enqueue(Scripted.malformed());

    List<String> events =
        caller.post(Caller.STREAM).body().lines().filter(line -> !line.isEmpty()).toList();

    assertThat(events).hasSize(4);
    assertThat(events.get(0)).contains("\"role\":\"assistant\"");
    assertThat(events.get(1)).isEqualTo("data: {\"id\":\"x\",\"choices\":[{");
    assertThat(events.get(2)).contains("\"finish_reason\":\"stop\"");
    assertThat(events.get(3)).isEqualTo("data: [DONE]");
  }

  @Test
  void anyErrorCanBeScripted() throws IOException {
    server.enqueue(
        Scripted.error(503, "service_unavailable_error", "server_is_overloaded", "Overloaded.")
            .header("retry-after", "3"));

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().get("retry-after")).isEqualTo("3");
    assertThat(answer.body())
        .isEqualTo(
            error("Overloaded.", "\"service_unavailable_error\"", "\"server_is_overloaded\""));
  }

  @Test
  void rawBodyIsSentAsItIs() throws IOException {
    server.enqueue(Scripted.raw(502, "text/html", "<p>Bad gateway ü</p>"));

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.headers().get("content-type")).isEqualTo("text/html");
    assertThat(answer.body()).isEqualTo("<p>Bad gateway ü</p>");
  }

  @Test
  void impossibleArgumentsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scripted.rateLimited(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> Scripted.error(200, "t", null, "m"));
    assertThatIllegalArgumentException().isThrownBy(() -> Scripted.raw(101, "text/plain", ""));
  }

  private static String error(String message, String type, String code) {
    return """
    {
      "error": {
        "message": "%s",
        "type": %s,
        "param": null,
        "code": %s
      }
    }"""
        .formatted(message, type, code);
  }
}
