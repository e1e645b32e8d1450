package dev.telltale.azure;

import static java.util.Objects.requireNonNull;

import dev.telltale.ResponseHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What Azure says about a call in the headers of its answer: {@code
 * AzureHeaders.from(answer.headers())}, and so of exceptions. What it did not send is null.
 *
 * <p>The id for Azure's support is {@code requestId()} of the answer or exception; what the account
 * may still ask for is {@code rateLimits()}. Immutable and thread-safe.
 */
public final class AzureHeaders {
  private final ResponseHeaders headers;

  private AzureHeaders(ResponseHeaders headers) {
    this.headers = headers;
  }

  /** Returns what these headers say. */
  public static AzureHeaders from(ResponseHeaders headers) {
    return new AzureHeaders(requireNonNull(headers, "headers"));
  }

  /** The id that Azure's gateway gave the request: the one its support asks for. */
  public @Nullable String gatewayRequestId() {
    return headers.first("apim-request-id");
  }

  /** The id that the model's backend gave the request. */
  public @Nullable String backendRequestId() {
    return headers.first("x-request-id");
  }

  /** The caller's own id of the request, if one was sent; else mostly the gateway's. */
  public @Nullable String clientRequestId() {
    return headers.first("x-ms-client-request-id");
  }

  /** The region that answered, such as {@code Sweden Central}; it may not be the resource's. */
  public @Nullable String region() {
    return headers.first("x-ms-region");
  }

  /** The deployment that answered. */
  public @Nullable String deployment() {
    return headers.first("x-ms-deployment-name");
  }

  /** How much of a deployment with provisioned throughput is in use, such as {@code 47.3%}. */
  public @Nullable String utilization() {
    return headers.first("azure-openai-deployment-utilization");
  }

  /** The version of the model's backend that answered. */
  public @Nullable String modelSession() {
    return headers.first("azureml-model-session");
  }

  /** The limit that refused the call, such as {@code DeploymentRatelimit-Token}. */
  public @Nullable String policyId() {
    return headers.first("policy-id");
  }

  @Override
  public String toString() {
    return "AzureHeaders[" + region() + ", " + deployment() + "]";
  }
}
