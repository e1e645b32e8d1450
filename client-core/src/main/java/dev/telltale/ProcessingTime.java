package dev.telltale;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** How long a provider says that it worked on a request. */
final class ProcessingTime {
  private static final String HEADER = "openai-processing-ms";

  private ProcessingTime() {}

  static Optional<Duration> of(ResponseHeaders headers) {
    String millis = headers.first(HEADER);
    if (millis == null || !millis.matches("\\d{1,12}(\\.\\d{1,9})?")) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(new BigDecimal(millis).movePointRight(6).longValue()));
  }
}
