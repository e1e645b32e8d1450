package dev.telltale.rig;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.Credential;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.provider.Secret;
import dev.telltale.provider.StreamDecoder;
import dev.telltale.provider.TelemetryAttributes;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import dev.telltale.provider.WireResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A provider with a wire format of its own, so that the engine is tested without any vendor: the
 * last message goes out as text, and answers and events are lines for {@link PlainLines}.
 */
public final class PlainProvider implements ChatProvider {
  /** The model of every request that names none. */
  public static final String MODEL = "plain-1";

  private final ProviderInfo info;
  private final Credential credential;
  private final Consumer<TelemetryAttributes> onRequest;
  private final Consumer<TelemetryAttributes> onResponse;
  private final Runnable onEncode;

  private PlainProvider(
      ProviderInfo info,
      Credential credential,
      Consumer<TelemetryAttributes> onRequest,
      Consumer<TelemetryAttributes> onResponse,
      Runnable onEncode) {
    this.info = info;
    this.credential = credential;
    this.onRequest = onRequest;
    this.onResponse = onResponse;
    this.onEncode = onEncode;
  }

  /** A provider that sends to this URL, with the key that must not be seen anywhere. */
  public static PlainProvider at(String url) {
    Endpoint endpoint = Endpoint.parse(url, Endpoint.Insecure.REFUSED);
    ProviderInfo info = new ProviderInfo("openai", endpoint, MODEL);
    Credential key = Credential.bearer(Secret.of(ClientRig.KEY));
    return new PlainProvider(info, key, none -> {}, none -> {}, () -> {});
  }

  /** The answer that these lines stand for. */
  public static ChatResponse answer(String lines) {
    try {
      return PlainLines.answer(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns this provider with a key. */
  public PlainProvider withKey(String key) {
    return with(Credential.bearer(Secret.of(key)));
  }

  /** Returns this provider with this credential. */
  public PlainProvider with(Credential credential) {
    return new PlainProvider(info, credential, onRequest, onResponse, onEncode);
  }

  /** Returns this provider with tokens that expire. */
  public PlainProvider withTokens(Supplier<String> tokens) {
    return new PlainProvider(info, Credential.bearer(tokens), onRequest, onResponse, onEncode);
  }

  /** Returns this provider, whose requests carry this query parameter. */
  public PlainProvider withQuery(String name, String value) {
    ProviderInfo queried = new ProviderInfo(info.name(), info.endpoint().query(name, value), MODEL);
    return new PlainProvider(queried, credential, onRequest, onResponse, onEncode);
  }

  /** Returns this provider under another name, with this default model, or none. */
  public PlainProvider named(String name, @Nullable String defaultModel) {
    ProviderInfo named = new ProviderInfo(name, info.endpoint(), defaultModel);
    return new PlainProvider(named, credential, onRequest, onResponse, onEncode);
  }

  /** Returns this provider with attributes of its own for requests. */
  public PlainProvider describingRequests(Consumer<TelemetryAttributes> description) {
    return new PlainProvider(info, credential, description, onResponse, onEncode);
  }

  /** Returns this provider with attributes of its own for answers. */
  public PlainProvider describingAnswers(Consumer<TelemetryAttributes> description) {
    return new PlainProvider(info, credential, onRequest, description, onEncode);
  }

  /** Returns this provider, which runs this in the midst of each call. */
  public PlainProvider whenEncoding(Runnable task) {
    return new PlainProvider(info, credential, onRequest, onResponse, task);
  }

  @Override
  public ProviderInfo info() {
    return info;
  }

  @Override
  public Credential credential() {
    return credential;
  }

  @Override
  public WireRequest encode(ChatRequest request, String model, AnswerForm form) {
    onEncode.run();
    String text = request.messages().get(request.messages().size() - 1).text();
    return WireRequest.of(
        info.endpoint(), WireHeaders.none(), WireBody.of(ByteString.encodeUtf8(text)));
  }

  @Override
  public ChatResponse decode(WireResponse response) throws IOException {
    return PlainLines.answer(response.body().utf8());
  }

  /** The body of an error is its code. */
  @Override
  public ErrorDetails decodeError(WireResponse response) {
    ErrorKind kind =
        switch (response.status()) {
          case 401 -> ErrorKind.AUTHENTICATION;
          case 429 -> ErrorKind.RATE_LIMIT;
          default -> response.status() < 500 ? ErrorKind.BAD_REQUEST : ErrorKind.SERVER;
        };
    return ErrorDetails.builder(kind).code(response.body().utf8().strip()).build();
  }

  @Override
  public StreamDecoder openDecoder() {
    return (event, sink) -> PlainLines.read(event.dataUtf8(), sink);
  }

  @Override
  public void describe(ChatRequest request, TelemetryAttributes attributes) {
    onRequest.accept(attributes);
  }

  @Override
  public void describe(ChatResponse response, TelemetryAttributes attributes) {
    onResponse.accept(attributes);
  }
}
