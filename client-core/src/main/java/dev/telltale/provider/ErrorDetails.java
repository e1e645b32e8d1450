package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import dev.telltale.CallReport;
import dev.telltale.CallTimer;
import dev.telltale.ErrorKind;
import dev.telltale.ResponseHeaders;
import dev.telltale.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a call, as a value: an adapter fills in what the body says, the engine what
 * the transport knows.
 *
 * <p>Immutable and thread-safe. Codes and types come from the wire; they are no part of any message
 * or {@link #toString()}.
 */
public final class ErrorDetails {
  private final ErrorKind kind;
  private final @Nullable Integer status;
  private final @Nullable String code;
  private final @Nullable String type;
  private final @Nullable String param;
  private final @Nullable String hint;
  private final @Nullable String requestId;
  private final ResponseHeaders headers;
  private final @Nullable Duration retryAfter;
  private final @Nullable Supplier<CallReport> report;
  private final @Nullable String body;
  private final Usage usage;
  private final @Nullable Throwable cause;
  private final @Nullable String causeType;
  private final @Nullable CallTimer timer;
  private final Map<Class<?>, Object> extensions;

  private ErrorDetails(Builder builder) {
    this.kind = builder.kind;
    this.status = builder.status;
    this.code = builder.code;
    this.type = builder.type;
    this.param = builder.param;
    this.hint = builder.hint;
    this.requestId = builder.requestId;
    this.headers = builder.headers;
    this.retryAfter = builder.retryAfter;
    this.report = builder.report;
    this.body = builder.body;
    this.usage = builder.usage;
    this.cause = builder.cause;
    this.causeType = builder.causeType;
    this.timer = builder.timer;
    this.extensions = Map.copyOf(builder.extensions);
  }

  /** Returns a builder for a failure of this kind. */
  public static Builder builder(ErrorKind kind) {
    return new Builder(kind);
  }

  /** Returns a builder that starts from these details. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The class of the failure. */
  public ErrorKind kind() {
    return kind;
  }

  /** The HTTP status; empty if there was no HTTP answer. */
  public OptionalInt status() {
    return status == null ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** The provider's error code, or null. */
  public @Nullable String code() {
    return code;
  }

  /** The provider's error type, or null. */
  public @Nullable String type() {
    return type;
  }

  /** The request member the provider complains about, or null. */
  public @Nullable String param() {
    return param;
  }

  /** A sentence of this library on what to do, which joins the exception's message, or null. */
  public @Nullable String hint() {
    return hint;
  }

  /** The provider's id of the HTTP request, or null. */
  public @Nullable String requestId() {
    return requestId;
  }

  /** The headers of the HTTP answer. */
  public ResponseHeaders headers() {
    return headers;
  }

  /** How long the provider asks to wait before the next try, or null if it does not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** How the call went, once it is over, or null if no client made it. */
  public @Nullable Supplier<CallReport> report() {
    return report;
  }

  /** The start of the body without what looks like a key, or null if there was no body. */
  public @Nullable String body() {
    return body;
  }

  /** The tokens that the provider reported although the call failed; mostly none. */
  public Usage usage() {
    return usage;
  }

  /**
   * What the transport threw, if it holds nothing from the wire, or what the caller's own supplier
   * of tokens threw; else null.
   */
  public @Nullable Throwable cause() {
    return cause;
  }

  /** The class name of what the transport threw, or null if it threw nothing. */
  public @Nullable String causeType() {
    return causeType;
  }

  /** A vendor's own typed data about the failure, or null if there is none of that type. */
  public <T> @Nullable T extension(Class<T> type) {
    return type.cast(extensions.get(type));
  }

  /** The timer of the client that ran out, or null if none did. */
  public @Nullable CallTimer timer() {
    return timer;
  }

  @Override
  public String toString() {
    return "ErrorDetails[" + kind + (status == null ? "" : ", HTTP " + status) + "]";
  }

  /** Collects details. Not thread-safe. */
  public static final class Builder {
    private ErrorKind kind;
    private @Nullable Integer status;
    private @Nullable String code;
    private @Nullable String type;
    private @Nullable String param;
    private @Nullable String hint;
    private @Nullable String requestId;
    private ResponseHeaders headers = ResponseHeaders.none();
    private @Nullable Duration retryAfter;
    private @Nullable Supplier<CallReport> report;
    private @Nullable String body;
    private Usage usage = Usage.unknown();
    private @Nullable Throwable cause;
    private @Nullable String causeType;
    private @Nullable CallTimer timer;
    private Map<Class<?>, Object> extensions = Map.of();

    private Builder(ErrorKind kind) {
      this.kind = requireNonNull(kind, "kind");
    }

    private Builder(ErrorDetails details) {
      this.kind = details.kind;
      this.status = details.status;
      this.code = details.code;
      this.type = details.type;
      this.param = details.param;
      this.hint = details.hint;
      this.requestId = details.requestId;
      this.headers = details.headers;
      this.retryAfter = details.retryAfter;
      this.report = details.report;
      this.body = details.body;
      this.usage = details.usage;
      this.cause = details.cause;
      this.causeType = details.causeType;
      this.timer = details.timer;
      this.extensions = details.extensions;
    }

    /** Sets the class of the failure. */
    public Builder kind(ErrorKind kind) {
      this.kind = requireNonNull(kind, "kind");
      return this;
    }

    /** Sets the HTTP status. */
    public Builder status(int status) {
      this.status = status;
      return this;
    }

    /** Sets the provider's error code. */
    public Builder code(@Nullable String code) {
      this.code = code;
      return this;
    }

    /** Sets the provider's error type. */
    public Builder type(@Nullable String type) {
      this.type = type;
      return this;
    }

    /** Sets the request member the provider complains about. */
    public Builder param(@Nullable String param) {
      this.param = param;
      return this;
    }

    /** Sets a sentence of this library on what to do; never anything from the wire. */
    public Builder hint(@Nullable String hint) {
      this.hint = hint;
      return this;
    }

    /** Sets the provider's id of the HTTP request. */
    public Builder requestId(@Nullable String requestId) {
      this.requestId = requestId;
      return this;
    }

    /** Sets the headers of the HTTP answer. */
    public Builder headers(ResponseHeaders headers) {
      this.headers = requireNonNull(headers, "headers");
      return this;
    }

    /** Sets how long the provider asks to wait before the next try. */
    public Builder retryAfter(@Nullable Duration retryAfter) {
      this.retryAfter = retryAfter;
      return this;
    }

    /** Sets where to ask how the call went. */
    public Builder report(@Nullable Supplier<CallReport> report) {
      this.report = report;
      return this;
    }

    /** Sets the start of the body, without what looks like a key. */
    public Builder body(@Nullable String body) {
      this.body = body;
      return this;
    }

    /** Sets the tokens that the provider reported although the call failed. */
    public Builder usage(Usage usage) {
      this.usage = requireNonNull(usage, "usage");
      return this;
    }

    /**
     * Sets what the transport or the caller's own code threw, if it holds nothing from the wire.
     */
    public Builder cause(@Nullable Throwable cause) {
      this.cause = cause;
      return this;
    }

    /** Sets the class name of what the transport threw. */
    public Builder causeType(@Nullable String causeType) {
      this.causeType = causeType;
      return this;
    }

    /** Adds a vendor's own typed data, in place of earlier data of that type. */
    public <T> Builder extension(Class<T> type, T value) {
      Map<Class<?>, Object> merged = new HashMap<>(extensions);
      merged.put(requireNonNull(type, "type"), requireNonNull(value, "value"));
      this.extensions = merged;
      return this;
    }

    /** Sets the timer of the client that ran out. */
    public Builder timer(@Nullable CallTimer timer) {
      this.timer = timer;
      return this;
    }

    /** Builds the details. */
    public ErrorDetails build() {
      return new ErrorDetails(this);
    }
  }
}
