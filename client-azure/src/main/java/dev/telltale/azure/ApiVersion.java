package dev.telltale.azure;

import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.TokenLimit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for {@code api-version}: where which one may stand, and what it understands. */
final class ApiVersion {
  private static final Pattern DATED = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(-preview)?");
  private static final Pattern NAMED = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** The first that takes stream_options and max_completion_tokens. */
  private static final String STREAM_OPTIONS = "2024-09-01";

  /** The first that knows the role developer. */
  private static final String DEVELOPER_ROLE = "2024-12-01";

  private ApiVersion() {}

  /**
   * Checks the form of a version.
   *
   * @throws IllegalArgumentException if it is neither dated nor a name
   */
  static String checked(String version) {
    if (!DATED.matcher(version).matches() && !NAMED.matcher(version).matches()) {
      throw new IllegalArgumentException(
          "The api-version is no date such as 2024-10-21 or 2025-04-01-preview, and no name such as"
              + " preview");
    }
    return version;
  }

  static boolean dated(String version) {
    return DATED.matcher(version).matches();
  }

  /** The kind of URL that a version belongs to. */
  static PathMode mode(@Nullable String version) {
    return version != null && dated(version) ? PathMode.DEPLOYMENT : PathMode.V1;
  }

  /**
   * Checks that a version fits the kind of URL.
   *
   * @throws IllegalStateException if it does not
   */
  static void checkFits(@Nullable String version, PathMode mode) {
    if (mode == PathMode.V1 && version != null && dated(version)) {
      throw new IllegalStateException(
          "The v1 paths take no dated api-version; leave it out, or use PathMode.DEPLOYMENT");
    }
    if (mode == PathMode.DEPLOYMENT && (version == null || !dated(version))) {
      throw new IllegalStateException(
          "The deployment paths need a dated api-version, such as 2024-10-21; set"
              + " OPENAI_API_VERSION or call apiVersion(..)");
    }
  }

  /** How requests are written for a version; null is that of the v1 paths. */
  static CompatProfile profile(@Nullable String version) {
    if (version == null || !dated(version)) {
      return CompatProfile.AZURE;
    }
    String date = version.substring(0, STREAM_OPTIONS.length());
    CompatProfile.Builder profile = CompatProfile.builder(CompatProfile.AZURE.providerName());
    profile.echoedMembers(CompatProfile.AZURE.echoedMembers());
    if (date.compareTo(STREAM_OPTIONS) >= 0) {
      profile.tokenLimit(TokenLimit.MAX_COMPLETION_TOKENS);
    } else {
      profile.withoutStreamOptions();
    }
    if (date.compareTo(DEVELOPER_ROLE) >= 0) {
      profile.withDeveloperRole();
    }
    return profile.build();
  }
}
