package dev.telltale.azure;

import dev.telltale.provider.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where the requests for each deployment go. Thread-safe. */
final class AzureEndpoint {
  private static final List<String> CHAT = List.of("chat", "completions");
  private static final String OPENAI = "/openai";
  private static final String V1 = "/openai/v1";

  private final Endpoint base;
  private final PathMode mode;
  private final @Nullable String version;
  private final AtomicReference<@Nullable Deployed> last = new AtomicReference<>();

  private AzureEndpoint(Endpoint base, PathMode mode, @Nullable String version) {
    this.base = base;
    this.mode = mode;
    this.version = version;
  }

  /** Requests to paths below this URL as it is. */
  static AzureEndpoint below(Endpoint base, PathMode mode, @Nullable String version) {
    return new AzureEndpoint(base, mode, version);
  }

  /**
   * Checks that a URL is not that of one deployment or operation, to which nothing can be added.
   *
   * @throws IllegalArgumentException if it is
   */
  static void checkResource(Endpoint resource) {
    String path = resource.toString().toLowerCase(Locale.ROOT) + "/";
    if (path.contains(OPENAI + "/deployments/") || path.contains("/chat/completions/")) {
      throw new IllegalArgumentException(
          "The endpoint is the URL of a deployment or an operation; give the part before /openai,"
              + " such as https://contoso.openai.azure.com, and the deployment by its name");
    }
  }

  /**
   * Requests to a resource or gateway, whose URL may already end in {@code /openai} or {@code
   * /openai/v1}.
   *
   * @throws IllegalStateException if the URL ends in the path of the other kind
   */
  static AzureEndpoint of(Endpoint resource, PathMode mode, @Nullable String version) {
    String path = resource.toString().replaceAll("/+$", "").toLowerCase(Locale.ROOT);
    if (path.endsWith(V1)) {
      if (mode == PathMode.DEPLOYMENT) {
        throw new IllegalStateException(
            "The endpoint ends in /openai/v1, which has no deployment paths; leave that out, or"
                + " leave out the dated api-version");
      }
      return new AzureEndpoint(resource, mode, version);
    }
    List<String> rest = new ArrayList<>(2);
    if (!path.endsWith(OPENAI)) {
      rest.add("openai");
    }
    if (mode == PathMode.V1) {
      rest.add("v1");
    }
    return new AzureEndpoint(rest.isEmpty() ? resource : resource.path(rest), mode, version);
  }

  /** The URL that telemetry takes host and port from. */
  Endpoint base() {
    return base;
  }

  /** The deployment as it stands in the body, or null where it stands in the path. */
  @Nullable String member(String deployment) {
    return mode == PathMode.V1 ? deployment : null;
  }

  /**
   * Where requests for a deployment go.
   *
   * @throws IllegalArgumentException if the name is blank, {@code .} or {@code ..}
   */
  Endpoint chat(String deployment) {
    Deployed known = last.get();
    if (known == null || !known.deployment.equals(deployment)) {
      known = new Deployed(deployment, resolve(deployment));
      last.set(known);
    }
    return known.endpoint;
  }

  private Endpoint resolve(String deployment) {
    Endpoint path =
        mode == PathMode.V1
            ? base.path(CHAT)
            : base.path(List.of("deployments", deployment)).path(CHAT);
    return version == null ? path : path.query("api-version", version);
  }

  /** Most providers are asked for one deployment only. */
  private record Deployed(String deployment, Endpoint endpoint) {}
}
