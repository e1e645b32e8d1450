package dev.telltale.provider;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An adapter between the neutral nouns and one vendor's wire format: a pure codec.
 *
 * <p>Implementations are immutable and thread-safe, do no I/O and keep no state between calls. They
 * never throw an {@link dev.telltale.LlmException}: the engine does, from the {@link ErrorDetails}
 * they return.
 */
public interface ChatProvider {

  /** What telemetry and the engine need to know about the provider. */
  ProviderInfo info();

  /**
   * How the provider can be held to a schema. Where it is not by itself, the engine puts the schema
   * into the instructions before it has the request encoded. Default: {@link SchemaSupport#NATIVE}.
   */
  default SchemaSupport schemaSupport() {
    return SchemaSupport.NATIVE;
  }

  /** How requests prove who sends them; asked for once per attempt. */
  Credential credential();

  /**
   * Writes a request for a whole answer or a stream.
   *
   * @param model the model to ask: the request's own, or the provider's default
   * @throws IllegalArgumentException if the request asks for what this provider cannot express; the
   *     message says what, without content
   */
  WireRequest encode(ChatRequest request, String model, AnswerForm form);

  /**
   * Reads a whole answer with a 2xx status.
   *
   * @throws WireErrorException if the body is an error although the status is not
   * @throws IOException if the body is not what the protocol describes
   */
  ChatResponse decode(WireResponse response) throws IOException;

  /**
   * Reads an answer whose status is not 2xx. Never throws for what is in the body: an unreadable
   * one is classified by its status.
   */
  ErrorDetails decodeError(WireResponse response);

  /** Returns a decoder for one stream. */
  StreamDecoder openDecoder();

  /** Describes a request in the vendor's own telemetry attributes. Default: none. */
  default void describe(ChatRequest request, TelemetryAttributes attributes) {}

  /** Describes an answer in the vendor's own telemetry attributes. Default: none. */
  default void describe(ChatResponse response, TelemetryAttributes attributes) {}

  /** Describes a failure in the vendor's own telemetry attributes. Default: none. */
  default void describe(ErrorDetails failure, TelemetryAttributes attributes) {}

  /**
   * The model behind a name that requests use for it, such as that of a deployment, or null if the
   * provider was not told. Calls are priced by it. Default: null.
   */
  default @Nullable String modelBehind(String name) {
    return null;
  }
}
