package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import okhttp3.Headers;

/** When a response starts and which headers of the server it replaces. */
record Delivery(Duration delay, Headers headers) {
  static final Delivery AT_ONCE = new Delivery(Duration.ZERO, Headers.of());

  Delivery delay(Duration delay) {
    return new Delivery(notNegative(delay, "delay"), headers);
  }

  Delivery header(String name, String value) {
    requireNonNull(name, "name");
    requireNonNull(value, "value");
    return new Delivery(delay, headers.newBuilder().set(name, value).build());
  }

  static Duration notNegative(Duration duration, String name) {
    requireNonNull(duration, name);
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + " is negative; pass zero or more");
    }
    return duration;
  }
}
