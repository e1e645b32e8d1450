package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import dev.telltale.ResponseHeaders;

/**
 * One HTTP answer, read whole and within the engine's size bound.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body, decompressed; of an error at most its first 64 KiB
 */
public record WireResponse(int status, ResponseHeaders headers, WireBody body) {
  /** Creates an answer. */
  public WireResponse {
    requireNonNull(headers, "headers");
    requireNonNull(body, "body");
  }
}
