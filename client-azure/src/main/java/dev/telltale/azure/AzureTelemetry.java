package dev.telltale.azure;

import dev.telltale.openai.OpenAiTelemetry;
import dev.telltale.provider.TelemetryKey;
import dev.telltale.provider.TelemetryKey.Scope;

/**
 * The telemetry attributes of the provider {@code azure.ai.openai}, beside the neutral ones. Those
 * about content filters are this library's own; they hold categories and levels, never text.
 */
public final class AzureTelemetry {
  /** Which of Azure's services was called: {@code Microsoft.CognitiveServices}. */
  public static final TelemetryKey RESOURCE_PROVIDER_NAMESPACE =
      OpenAiTelemetry.AZURE_RESOURCE_PROVIDER_NAMESPACE;

  /** What filters found in the prompt: {@code violence:medium}, {@code jailbreak}. */
  public static final TelemetryKey PROMPT_FOUND =
      new TelemetryKey("llm.azure.content_filter.prompt.found", Scope.SPAN);

  /** The categories for which the prompt was blocked. */
  public static final TelemetryKey PROMPT_FILTERED =
      new TelemetryKey("llm.azure.content_filter.prompt.filtered", Scope.SPAN);

  /** What filters found in the answer. */
  public static final TelemetryKey COMPLETION_FOUND =
      new TelemetryKey("llm.azure.content_filter.completion.found", Scope.SPAN);

  /** The categories for which the answer was blocked. */
  public static final TelemetryKey COMPLETION_FILTERED =
      new TelemetryKey("llm.azure.content_filter.completion.filtered", Scope.SPAN);

  /** What came unchecked, as the filters did not run: {@code prompt}, {@code completion}. */
  public static final TelemetryKey NOT_RUN =
      new TelemetryKey("llm.azure.content_filter.not_run", Scope.SPAN);

  private AzureTelemetry() {}
}
