package dev.telltale.openai;

import dev.telltale.provider.TelemetryKey;
import dev.telltale.provider.TelemetryKey.Scope;

/**
 * The telemetry attributes of the provider {@code openai}, beside the neutral ones.
 *
 * <p>Calls to servers whose {@link CompatProfile} has another provider's name do not have them.
 */
public final class OpenAiTelemetry {
  /** {@code speech}, where the answer is to be spoken; what else it may be, the engine says. */
  public static final TelemetryKey OUTPUT_TYPE = new TelemetryKey("gen_ai.output.type", Scope.SPAN);

  /** Which of OpenAI's interfaces was called: {@code chat_completions}. */
  public static final TelemetryKey API_TYPE = new TelemetryKey("openai.api.type", Scope.SPAN);

  /** The service tier that was asked for, unless that was left to the provider. */
  public static final TelemetryKey REQUEST_SERVICE_TIER =
      new TelemetryKey("openai.request.service_tier", Scope.SPAN);

  /** The service tier that served the call. */
  public static final TelemetryKey RESPONSE_SERVICE_TIER =
      new TelemetryKey("openai.response.service_tier", Scope.SPAN_AND_METRICS);

  /** The configuration the model ran with. Its values keep changing, so no metric carries it. */
  public static final TelemetryKey RESPONSE_SYSTEM_FINGERPRINT =
      new TelemetryKey("openai.response.system_fingerprint", Scope.SPAN);

  /**
   * Of the provider {@code azure.ai.openai} only: which of Azure's services was called, {@link
   * #AZURE_NAMESPACE}.
   */
  public static final TelemetryKey AZURE_RESOURCE_PROVIDER_NAMESPACE =
      new TelemetryKey("azure.resource_provider.namespace", Scope.SPAN);

  /** The value of {@link #AZURE_RESOURCE_PROVIDER_NAMESPACE}. */
  public static final String AZURE_NAMESPACE = "Microsoft.CognitiveServices";

  private OpenAiTelemetry() {}
}
