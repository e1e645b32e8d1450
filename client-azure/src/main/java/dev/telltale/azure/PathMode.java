package dev.telltale.azure;

/** Which of Azure OpenAI's two kinds of URL requests go to. */
public enum PathMode {
  /**
   * {@code /openai/v1/chat/completions}: the deployment stands in the body, and no version is
   * needed.
   */
  V1,
  /**
   * {@code /openai/deployments/{deployment}/chat/completions}: the deployment stands in the path,
   * and a dated {@code api-version} is required.
   */
  DEPLOYMENT
}
