package dev.telltale.azure;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.openai.OpenAiTelemetry;
import dev.telltale.openai.wire.ErrorReader;
import dev.telltale.openai.wire.RequestWriter;
import dev.telltale.openai.wire.ResponseReader;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.Credential;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.provider.StreamDecoder;
import dev.telltale.provider.TelemetryAttributes;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import dev.telltale.provider.WireResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Azure OpenAI as a provider: OpenAI's chat completions at Azure's URLs, with its own errors. */
final class AzureProvider implements ChatProvider {
  private final ProviderInfo info;
  private final AzureEndpoint endpoint;
  private final Credential credential;
  private final WireHeaders headers;
  private final RequestWriter writer;
  private final AzureHints hints;
  private final Map<String, String> models;
  private final @Nullable Supplier<String> clientRequestIds;

  AzureProvider(
      ProviderInfo info, AzureEndpoint endpoint, RequestWriter writer, AzureOpenAi.Settings rest) {
    this.info = info;
    this.endpoint = endpoint;
    this.writer = writer;
    this.credential = rest.credential();
    this.headers = rest.headers();
    this.hints = rest.hints();
    this.models = rest.models();
    this.clientRequestIds = rest.clientRequestIds();
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
    String id = clientRequestIds == null ? null : clientRequestIds.get();
    WireHeaders sent = id == null ? headers : headers.with("x-ms-client-request-id", id);
    return WireRequest.json(
        endpoint.chat(model),
        sent,
        json -> writer.write(json, request, endpoint.member(model), form));
  }

  @Override
  public ChatResponse decode(WireResponse response) throws IOException {
    FilterMembers filters = new FilterMembers();
    ChatResponse answer = ResponseReader.read(response.body(), filters);
    ContentFilterResults results = filters.all();
    return results == null
        ? answer
        : answer.toBuilder().extension(ContentFilterResults.class, results).build();
  }

  @Override
  public ErrorDetails decodeError(WireResponse response) {
    ErrorDetails details = ErrorReader.read(response, new FilterMembers());
    String hint = hints.of(details);
    return hint == null ? details : details.toBuilder().hint(hint).build();
  }

  @Override
  public StreamDecoder openDecoder() {
    return new AzureStreamDecoder();
  }

  @Override
  public void describe(ChatRequest request, TelemetryAttributes attributes) {
    attributes.put(AzureTelemetry.RESOURCE_PROVIDER_NAMESPACE, OpenAiTelemetry.AZURE_NAMESPACE);
  }

  @Override
  public void describe(ChatResponse response, TelemetryAttributes attributes) {
    FilterAttributes.put(response.extension(ContentFilterResults.class), attributes);
  }

  @Override
  public void describe(ErrorDetails failure, TelemetryAttributes attributes) {
    FilterAttributes.put(failure.extension(ContentFilterResults.class), attributes);
  }

  @Override
  public @Nullable String modelBehind(String name) {
    return models.get(name);
  }

  /** Names the endpoint, never a key. */
  @Override
  public String toString() {
    return "AzureOpenAi[" + info.endpoint() + "]";
  }
}
