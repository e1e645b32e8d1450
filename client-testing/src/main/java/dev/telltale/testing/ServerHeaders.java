package dev.telltale.testing;

import okhttp3.Headers;

/** The headers of every response, as OpenAI's service sends them, with fixed values. */
final class ServerHeaders {
  private ServerHeaders() {}

  static Headers.Builder of(Exchange exchange) {
    return new Headers.Builder()
        .add("x-request-id", exchange.requestId())
        .add("openai-organization", "org-scripted")
        .add("openai-project", "proj_scripted")
        .add("openai-version", "2020-10-01")
        .add("openai-processing-ms", "12")
        .add("x-ratelimit-limit-requests", "10000")
        .add("x-ratelimit-limit-tokens", "2000000")
        .add("x-ratelimit-remaining-requests", "9999")
        .add("x-ratelimit-remaining-tokens", "1999958")
        .add("x-ratelimit-reset-requests", "6ms")
        .add("x-ratelimit-reset-tokens", "1.259s");
  }
}
