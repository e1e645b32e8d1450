package dev.telltale.openai.wire;

import static java.util.Map.entry;

import dev.telltale.ErrorKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Classifies what a server of this protocol reports, by its status, code and type. */
public final class ErrorKinds {
  /** Words that say more than any status does. */
  private static final Map<String, ErrorKind> DECISIVE =
      Map.ofEntries(
          entry("content_filter", ErrorKind.CONTENT_FILTERED),
          entry("content_policy_violation", ErrorKind.CONTENT_FILTERED),
          entry("context_length_exceeded", ErrorKind.CONTEXT_LENGTH),
          entry("exceed_context_size_error", ErrorKind.CONTEXT_LENGTH),
          entry("insufficient_quota", ErrorKind.QUOTA_EXHAUSTED),
          entry("credit_balance_exhausted", ErrorKind.QUOTA_EXHAUSTED),
          entry("organization_spend_limit_exceeded", ErrorKind.QUOTA_EXHAUSTED),
          entry("project_spend_limit_exceeded", ErrorKind.QUOTA_EXHAUSTED),
          entry("organization_usage_limit_exceeded", ErrorKind.QUOTA_EXHAUSTED),
          entry("server_is_overloaded", ErrorKind.OVERLOADED),
          entry("overloaded_error", ErrorKind.OVERLOADED),
          entry("PermissionDenied", ErrorKind.PERMISSION));

  /** Words that count where no status does: in a stream, or under a status of success. */
  private static final Map<String, ErrorKind> WITHOUT_STATUS =
      Map.ofEntries(
          entry("invalid_request_error", ErrorKind.BAD_REQUEST),
          entry("invalid_api_key", ErrorKind.AUTHENTICATION),
          entry("authentication_error", ErrorKind.AUTHENTICATION),
          entry("permission_error", ErrorKind.PERMISSION),
          entry("model_not_found", ErrorKind.NOT_FOUND),
          entry("not_found_error", ErrorKind.NOT_FOUND),
          entry("rate_limit_exceeded", ErrorKind.RATE_LIMIT),
          entry("rate_limit_error", ErrorKind.RATE_LIMIT),
          entry("throttling_error", ErrorKind.RATE_LIMIT),
          entry("slow_down", ErrorKind.RATE_LIMIT),
          entry("capacity_exceeded", ErrorKind.OVERLOADED),
          entry("timeout", ErrorKind.TIMEOUT),
          entry("server_error", ErrorKind.SERVER),
          entry("api_error", ErrorKind.SERVER),
          entry("internal_error", ErrorKind.SERVER),
          entry("internal_server_error", ErrorKind.SERVER),
          entry("service_unavailable_error", ErrorKind.SERVER),
          entry("unavailable_error", ErrorKind.SERVER));

  private ErrorKinds() {}

  /** The kind of an answer whose status is an error. */
  public static ErrorKind ofStatus(int status, @Nullable String code, @Nullable String type) {
    ErrorKind decisive = lookUp(DECISIVE, code, type);
    if (decisive != null) {
      return decisive;
    }
    return switch (status) {
      case 401 -> ErrorKind.AUTHENTICATION;
      case 402 -> ErrorKind.QUOTA_EXHAUSTED;
      case 403 -> ErrorKind.PERMISSION;
      case 404 -> ErrorKind.NOT_FOUND;
      case 408 -> ErrorKind.TIMEOUT;
      case 409 -> ErrorKind.CONFLICT;
      case 422 -> ErrorKind.UNPROCESSABLE;
      case 429 -> ErrorKind.RATE_LIMIT;
      case 498, 529 -> ErrorKind.OVERLOADED;
      case 503 -> "slow_down".equals(code) ? ErrorKind.OVERLOADED : ErrorKind.SERVER;
      default -> status >= 500 ? ErrorKind.SERVER : ErrorKind.BAD_REQUEST;
    };
  }

  /**
   * The kind of an error reported under a status of success. A code that is an HTTP status counts
   * as one.
   *
   * @param otherwise the kind of an error that neither code nor type classifies
   */
  public static ErrorKind ofWords(
      @Nullable String code, @Nullable String type, ErrorKind otherwise) {
    ErrorKind decisive = lookUp(DECISIVE, code, type);
    if (decisive != null) {
      return decisive;
    }
    if (code != null && code.matches("[45][0-9][0-9]")) {
      return ofStatus(Integer.parseInt(code), code, type);
    }
    ErrorKind known = lookUp(WITHOUT_STATUS, code, type);
    return known == null ? otherwise : known;
  }

  private static @Nullable ErrorKind lookUp(
      Map<String, ErrorKind> words, @Nullable String code, @Nullable String type) {
    ErrorKind byCode = code == null ? null : words.get(code);
    return byCode != null || type == null ? byCode : words.get(type);
  }
}
