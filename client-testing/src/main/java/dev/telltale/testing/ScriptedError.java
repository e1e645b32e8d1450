package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A failure with a JSON body. */
final class ScriptedError extends Scripted {
  private final int status;
  private final ByteString body;

  private ScriptedError(int status, ByteString body, Delivery delivery) {
    super(delivery);
    this.status = status;
    this.body = body;
  }

  static Scripted of(int status, String type, @Nullable String code, String message) {
    requireNonNull(type, "type");
    requireNonNull(message, "message");
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status must be 400 to 599");
    }
    return new ScriptedError(status, ErrorJson.of(type, null, code, message), Delivery.AT_ONCE);
  }

  static Scripted badRequest(String message) {
    return of(400, "invalid_request_error", null, message);
  }

  static Scripted filtered() {
    return new ScriptedError(400, ErrorJson.contentFilter(), Delivery.AT_ONCE);
  }

  static Scripted unauthorized() {
    return of(401, "invalid_request_error", "invalid_api_key", "The API key is wrong.")
        .header("www-authenticate", "Bearer realm=\"OpenAI API\"");
  }

  static Scripted tooManyRequests(Duration retryAfter) {
    long millis = Delivery.notNegative(retryAfter, "retryAfter").toMillis();
    return of(429, "requests", "rate_limit_exceeded", "Too many requests.")
        .header("retry-after-ms", Long.toString(millis))
        .header("retry-after", Long.toString((millis + 999) / 1000))
        .header("x-ratelimit-remaining-requests", "0")
        .header("x-ratelimit-reset-requests", millis + "ms");
  }

  @Override
  Scripted deliveredAs(Delivery delivery) {
    return new ScriptedError(status, body, delivery);
  }

  @Override
  Reply reply(Exchange exchange) {
    return Reply.json(status, body, Ending.COMPLETE);
  }
}
