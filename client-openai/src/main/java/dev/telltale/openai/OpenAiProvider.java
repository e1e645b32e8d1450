package dev.telltale.openai;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.openai.wire.ChunkDecoder;
import dev.telltale.openai.wire.ErrorReader;
import dev.telltale.openai.wire.RequestWriter;
import dev.telltale.openai.wire.ResponseReader;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.Credential;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.provider.SchemaSupport;
import dev.telltale.provider.StreamDecoder;
import dev.telltale.provider.TelemetryAttributes;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import dev.telltale.provider.WireResponse;
import java.io.IOException;
import java.util.List;

/** The chat completions protocol as a provider. */
final class OpenAiProvider implements ChatProvider {
  private static final String OPENAI = "openai";
  private static final List<String> PATH = List.of("chat", "completions");

  private final ProviderInfo info;
  private final Credential credential;
  private final WireHeaders headers;
  private final Endpoint endpoint;
  private final RequestWriter writer;
  private final SchemaSupport schemaSupport;

  OpenAiProvider(
      ProviderInfo info, Credential credential, WireHeaders headers, CompatProfile profile) {
    this.info = info;
    this.credential = credential;
    this.headers = profile.headers().withAll(headers);
    this.endpoint = info.endpoint().path(PATH);
    this.writer = new RequestWriter(profile);
    this.schemaSupport = profile.schemaSupport();
  }

  @Override
  public ProviderInfo info() {
    return info;
  }

  @Override
  public SchemaSupport schemaSupport() {
    return schemaSupport;
  }

  @Override
  public Credential credential() {
    return credential;
  }

  @Override
  public WireRequest encode(ChatRequest request, String model, AnswerForm form) {
    return WireRequest.json(endpoint, headers, json -> writer.write(json, request, model, form));
  }

  @Override
  public ChatResponse decode(WireResponse response) throws IOException {
    return ResponseReader.read(response.body());
  }

  @Override
  public ErrorDetails decodeError(WireResponse response) {
    return ErrorReader.read(response);
  }

  @Override
  public StreamDecoder openDecoder() {
    return new ChunkDecoder();
  }

  @Override
  public void describe(ChatRequest request, TelemetryAttributes attributes) {
    OpenAiOptions options = request.extension(OpenAiOptions.class);
    if (options != null && options.modalities().contains("audio")) {
      attributes.put(OpenAiTelemetry.OUTPUT_TYPE, "speech");
    }
    if (info.name().equals(CompatProfile.AZURE.providerName())) {
      attributes.put(
          OpenAiTelemetry.AZURE_RESOURCE_PROVIDER_NAMESPACE, OpenAiTelemetry.AZURE_NAMESPACE);
    }
    if (!info.name().equals(OPENAI)) {
      return;
    }
    attributes.put(OpenAiTelemetry.API_TYPE, "chat_completions");
    String serviceTier = request.serviceTier();
    if (serviceTier != null && !serviceTier.equals("auto")) {
      attributes.put(OpenAiTelemetry.REQUEST_SERVICE_TIER, serviceTier);
    }
  }

  @Override
  public void describe(ChatResponse response, TelemetryAttributes attributes) {
    if (!info.name().equals(OPENAI)) {
      return;
    }
    String serviceTier = response.serviceTier();
    if (serviceTier != null) {
      attributes.put(OpenAiTelemetry.RESPONSE_SERVICE_TIER, serviceTier);
    }
    OpenAiResponseData data = response.extension(OpenAiResponseData.class);
    String fingerprint = data == null ? null : data.systemFingerprint();
    if (fingerprint != null) {
      attributes.put(OpenAiTelemetry.RESPONSE_SYSTEM_FINGERPRINT, fingerprint);
    }
  }

  /** Names the endpoint, never the key. */
  @Override
  public String toString() {
    return "OpenAi[" + info.endpoint() + "]";
  }
}
