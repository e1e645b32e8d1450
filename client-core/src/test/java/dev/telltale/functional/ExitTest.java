package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.rig.FaultServer;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program leaves open does not keep it alive. */
@Timeout(40)
class ExitTest {
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
          + event("text x");

  @Test
  void forgetfulProgramEnds() throws Exception {
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.send(STREAM);
              connection.awaitEnd();
            })) {
      Process program = start(server.url());

      // Far below the 60 s that the threads of a connection pool idle for.
      boolean ended = program.waitFor(20, TimeUnit.SECONDS);
      if (!ended) {
        program.destroyForcibly();
      }

      assertThat(ended).as("the program ended by itself").isTrue();
      String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(output).contains("done: false, false");
      assertThat(program.exitValue()).isZero();
    }
  }

  private static Process start(String url) throws IOException, URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath(), ForgetfulProgram.class.getName(), url));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Where the classes in use come from, as a test runner has class loaders of its own. */
  private static String classPath() throws URISyntaxException {
    List<Path> places = new ArrayList<>();
    for (Class<?> type :
        List.of(
            ForgetfulProgram.class,
            ChatClient.class,
            okhttp3.OkHttpClient.class,
            okio.Buffer.class,
            kotlin.Unit.class,
            com.squareup.moshi.JsonReader.class,
            io.opentelemetry.api.OpenTelemetry.class,
            io.opentelemetry.context.Context.class,
            io.opentelemetry.common.ComponentLoader.class,
            io.github.resilience4j.retry.Retry.class,
            io.github.resilience4j.core.IntervalFunction.class)) {
      places.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    return places.stream()
        .map(Path::toString)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }
}
