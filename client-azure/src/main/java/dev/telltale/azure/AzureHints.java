package dev.telltale.azure;

import dev.telltale.ErrorKind;
import dev.telltale.provider.ErrorDetails;
import org.jspecify.annotations.Nullable;

/** What to do about Azure's errors, in our words. */
final class AzureHints {
  private static final String DEPLOYMENT =
      "The resource has no deployment of this name; a new one takes up to five minutes.";

  private static final String PATH =
      "If the endpoint is right, check the path mode and the api-version.";

  private static final String ROLE =
      "The identity needs the role Cognitive Services OpenAI User; a new assignment takes up to"
          + " five minutes.";

  private final String scope;
  private final boolean tokens;

  AzureHints(String scope, boolean tokens) {
    this.scope = scope;
    this.tokens = tokens;
  }

  @Nullable String of(ErrorDetails details) {
    String code = details.code();
    if (details.kind() == ErrorKind.NOT_FOUND) {
      return "DeploymentNotFound".equals(code) ? DEPLOYMENT : PATH;
    }
    if (details.kind() == ErrorKind.PERMISSION && "PermissionDenied".equals(code)) {
      return ROLE;
    }
    if (details.kind() == ErrorKind.AUTHENTICATION && tokens) {
      return "Tokens for this endpoint are expected to have the scope " + scope + ".";
    }
    return details.hint();
  }
}
