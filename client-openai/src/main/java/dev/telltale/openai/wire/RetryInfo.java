package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wait that Google's servers ask for in the body of an error, as they send no header for
 * it. Rounded up to milliseconds: a retry may come late, never early.
 */
final class RetryInfo {
  private static final JsonReader.Options DETAIL = JsonReader.Options.of("retryDelay");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?s");

  private RetryInfo() {}

  /** Reads the value of {@code details}; null if it names no wait. */
  static @Nullable Duration read(JsonReader reader) throws IOException {
    if (!Json.enterArray(reader)) {
      return null;
    }
    Duration wait = null;
    while (reader.hasNext()) {
      Duration named = detail(reader);
      wait = named == null ? wait : named;
    }
    reader.endArray();
    return wait;
  }

  private static @Nullable Duration detail(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return null;
    }
    Duration wait = null;
    while (reader.hasNext()) {
      if (reader.selectName(DETAIL) == 0) {
        wait = duration(Json.string(reader));
      } else {
        Json.skipMember(reader);
      }
    }
    reader.endObject();
    return wait;
  }

  private static @Nullable Duration duration(@Nullable String seconds) {
    if (seconds == null || !SECONDS.matcher(seconds).matches()) {
      return null;
    }
    BigDecimal exact = new BigDecimal(seconds.substring(0, seconds.length() - 1));
    long millis = exact.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
    return millis == 0 ? null : Duration.ofMillis(millis);
  }
}
