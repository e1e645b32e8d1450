package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client needs the OpenTelemetry API and nothing more of it. */
@Timeout(20)
class WithoutSdkTest {
  private static final String SDK_CLASS = "io.opentelemetry.sdk.OpenTelemetrySdk";

  @StartStop private final MockWebServer server = new MockWebServer();

  @Test
  void callsWorkWithoutSdk() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(event("text Por", "finish stop") + event("done"))
            .build());
    server.enqueue(new MockResponse.Builder().body("text to\nfinish stop\n").build());

    try (URLClassLoader loader = withoutSdk()) {
      Object answers =
          loader
              .loadClass(OffProbe.class.getName())
              .getMethod("answers", String.class)
              .invoke(null, "http://localhost:" + server.getPort());

      assertThat(answers).isEqualTo("Porto");
      assertThatThrownBy(() -> loader.loadClass(SDK_CLASS))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  private static URLClassLoader withoutSdk() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String name = Path.of(entry).getFileName().toString();
      boolean api = name.matches("opentelemetry-(api|context|common)-[0-9.]+\\.jar");
      if (api || !name.startsWith("opentelemetry-")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
