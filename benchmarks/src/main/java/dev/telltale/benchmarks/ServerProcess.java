package dev.telltale.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A {@link PrebuiltServer} in a process of its own, so that its allocations and its CPU are not
 * counted as the client's. Whoever starts it closes it; it also ends when this process does.
 */
final class ServerProcess implements Closeable {
  private final Process process;
  private final Map<Scenario, Integer> ports;

  private ServerProcess(Process process, Map<Scenario, Integer> ports) {
    this.process = process;
    this.ports = ports;
  }

  static ServerProcess start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PrebuiltServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return new ServerProcess(process, ports(process));
    } catch (IOException broken) {
      process.destroyForcibly();
      throw broken;
    }
  }

  int port(Scenario scenario) {
    return requireNonNull(ports.get(scenario));
  }

  boolean running() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Map<Scenario, Integer> ports(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
    Map<Scenario, Integer> ports = new EnumMap<>(Scenario.class);
    for (Scenario scenario : Scenario.values()) {
      String port = output.readLine();
      if (port == null) {
        throw new IOException("The server process ended before it listened; see its errors above");
      }
      ports.put(scenario, Integer.valueOf(port));
    }
    return ports;
  }
}
