package dev.telltale.internal.telemetry;

import dev.telltale.ErrorKind;
import dev.telltale.provider.ErrorDetails;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code error.type}: never a message, always one of few values. In this order: a
 * provider code known to be one of few, a code of this library, the HTTP status, a provider type
 * known to be one of few, the class of the transport's exception, {@code _OTHER}.
 */
final class ErrorTypes {
  static final String ABANDONED = "abandoned";

  static final Set<String> PROVIDER_CODES =
      Set.of(
          "rate_limit_exceeded",
          "slow_down",
          "insufficient_quota",
          "credit_balance_exhausted",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "organization_usage_limit_exceeded",
          "context_length_exceeded",
          "invalid_api_key",
          "model_not_found",
          "content_filter",
          "unsupported_parameter",
          "unsupported_value",
          "invalid_value",
          "unsupported_country_region_territory",
          "server_error",
          "server_is_overloaded",
          "DeploymentNotFound");

  private ErrorTypes() {}

  static String of(ErrorDetails details) {
    String code = details.code();
    if (code != null && PROVIDER_CODES.contains(code)) {
      return code;
    }
    String own = own(details.kind());
    if (own != null && details.status().isEmpty()) {
      return own;
    }
    if (details.status().isPresent()) {
      return Integer.toString(details.status().getAsInt());
    }
    String type = details.type();
    if (type != null && PROVIDER_CODES.contains(type)) {
      return type;
    }
    String causeType = details.causeType();
    return causeType == null ? "_OTHER" : causeType;
  }

  private static @Nullable String own(ErrorKind kind) {
    return switch (kind) {
      case TIMEOUT -> "timeout";
      case CANCELLED, CLIENT_CLOSED -> "cancelled";
      case STREAM_TRUNCATED -> "stream_truncated";
      case MALFORMED_RESPONSE -> "parse_error";
      case LIMIT_EXCEEDED -> "limit_exceeded";
      case REJECTED -> "rejected";
      default -> null;
    };
  }
}
