package dev.telltale;

/**
 * The class of a failed call, the same for every vendor: what a caller branches on.
 *
 * <p>New kinds may be added; a {@code switch} over this type keeps a {@code default}.
 */
public enum ErrorKind {
  /** The provider refused the request as malformed or unsupported; sending it again cannot help. */
  BAD_REQUEST("The provider refused the request as invalid. Check the model name and parameters."),
  /** The key or token is missing, wrong or expired. */
  AUTHENTICATION("The provider refused the credentials. Check the API key or token."),
  /** The credentials are valid but may not do this. */
  PERMISSION("The credentials lack permission for this model, region or project."),
  /** The model, deployment or path does not exist. */
  NOT_FOUND("The provider does not know this model or path. Check the model name and base URL."),
  /** The prompt was refused by the provider's content filter. */
  CONTENT_FILTERED("The provider's content filter refused the prompt."),
  /** The prompt and requested answer exceed the model's context window. */
  CONTEXT_LENGTH("The prompt is too long for this model. Shorten it or choose a larger model."),
  /** Too many requests or tokens per interval; waiting helps. */
  RATE_LIMIT("The provider's rate limit was reached. Wait, or ask for a higher limit."),
  /** The account's credit or spending limit is used up; waiting does not help. */
  QUOTA_EXHAUSTED("The account's quota or credit is used up. Check the plan and billing."),
  /** The request conflicts with another one in progress. */
  CONFLICT("The provider reported a conflict with another request."),
  /** A timer of the client or of the provider ran out. */
  TIMEOUT("The call ran out of time."),
  /** The request was well-formed but its content could not be processed. */
  UNPROCESSABLE("The provider could not process the content of the request."),
  /** The provider failed. */
  SERVER("The provider failed to handle the request."),
  /** The provider or model is overloaded; waiting helps. */
  OVERLOADED("The provider is overloaded. Wait and try again."),
  /** The provider reported an error inside a stream that had begun. */
  STREAM_ERROR("The provider reported an error inside the stream."),
  /** A stream ended before the answer was complete. */
  STREAM_TRUNCATED("The stream ended before the answer was complete."),
  /** The answer is not what the protocol describes. */
  MALFORMED_RESPONSE("The answer does not follow the provider's protocol. Check the base URL."),
  /** The server could not be reached or the connection broke. */
  CONNECTION("The connection to the server failed. Check the host, port and network."),
  /** The server's certificate or the TLS handshake was not accepted. */
  TLS("The TLS connection was refused. Check the host name and the certificate."),
  /** The caller cancelled or interrupted the call. */
  CANCELLED("The call was cancelled."),
  /** The client was closed while the call was running. */
  CLIENT_CLOSED("The client was closed while the call was running."),
  /** An answer exceeded one of the client's size bounds. */
  LIMIT_EXCEEDED("The answer exceeded a size limit of the client."),
  /** The client refused to send the request. */
  REJECTED("The client refused to send the request."),
  /** The model answered, but not with a value of the type asked for. */
  UNUSABLE_ANSWER("The model did not answer with a value of the type asked for."),
  /** A tool that was run for the model failed. */
  TOOL_FAILED("A tool failed while it ran for the model."),
  /** A budget the user set does not allow the call. */
  BUDGET_EXCEEDED("The budget set for this client does not allow the call.");

  private final String explanation;

  ErrorKind(String explanation) {
    this.explanation = explanation;
  }

  /** A sentence on what happened and what to do; it never holds anything from the wire. */
  public String explanation() {
    return explanation;
  }
}
