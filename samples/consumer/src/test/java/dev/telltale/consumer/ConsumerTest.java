package dev.telltale.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an application gets that has the OpenAI client and nothing else of ours. Two tests start it
 * in a JVM of its own, hence the longer limit.
 */
@Timeout(30)
class ConsumerTest {
  private static final Path TARGET = Path.of(System.getProperty("basedir", ""), "target");
  private static final String LIB = TARGET.resolve("lib").toString();
  private static final String APPLICATION =
      TARGET.resolve("telltale-consumer-0.1.0-SNAPSHOT.jar").toString();
  private static final int MOST_JARS = 15;
  private static final long MOST_CORE_BYTES = 4_500_000;
  private static final String ADAPTER = "telltale-client-openai";
  private static final String ANSWER =
      """
      {"id":"c1","object":"chat.completion","created":1,"model":"m",
       "choices":[{"index":0,"finish_reason":"stop",
                   "message":{"role":"assistant","content":"Douro, Tejo, Minho"}}],
       "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}
      """;

  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void coreAndWhatItNeedsStaySmall() throws IOException {
    List<Path> jars = jars();

    long bytes = 0;
    for (Path jar : jars) {
      bytes += jar.getFileName().toString().startsWith(ADAPTER) ? 0 : Files.size(jar);
    }

    assertThat(jars).hasSizeLessThanOrEqualTo(MOST_JARS);
    assertThat(bytes).isLessThanOrEqualTo(MOST_CORE_BYTES);
  }

  @Test
  void bringsNoSdkAndNoJackson() throws IOException {
    assertThat(jars())
        .extracting(jar -> jar.getFileName().toString())
        .isNotEmpty()
        .noneMatch(name -> name.startsWith("opentelemetry-sdk"))
        .noneMatch(name -> name.startsWith("jackson"));
  }

  @Test
  void getsTheOkioThatOkHttpNeeds() throws IOException {
    assertThat(jars())
        .extracting(jar -> jar.getFileName().toString())
        .filteredOn(name -> name.startsWith("okio"))
        .containsExactly("okio-jvm-3.18.1.jar");
  }

  @Test
  void callsFromTheClassPath() throws Exception {
    String classPath = APPLICATION + File.pathSeparator + LIB + File.separator + "*";

    String output = run("--class-path", classPath, "dev.telltale.consumer.Consumer");

    assertThat(output).isEqualToNormalizingNewlines("Douro, Tejo, Minho\n");
  }

  @Test
  void callsFromTheModulePath() throws Exception {
    String modulePath = APPLICATION + File.pathSeparator + LIB;

    String output =
        run(
            "--module-path",
            modulePath,
            "--add-modules",
            "ALL-MODULE-PATH",
            "--module",
            "dev.telltale.consumer/dev.telltale.consumer.Consumer");

    assertThat(output).isEqualToNormalizingNewlines("Douro, Tejo, Minho\n");
  }

  private static List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(LIB))) {
      return files.toList();
    }
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    command.add("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
