package dev.telltale.comparison;

import dev.telltale.rig.fault.LoopbackCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs a client's program in a process that trusts the certificate of the faulty servers.
 *
 * @param timeout the one time limit that every client has
 * @param watchdog after how long a call is given up
 */
record PeerProcess(Duration timeout, Duration watchdog, Path trustStore) {

  static PeerProcess with(Duration timeout, Duration watchdog, LoopbackCertificate certificate)
      throws IOException {
    Path trustStore = Files.createTempFile("trust", ".p12");
    certificate.writeTrustStore(trustStore);
    return new PeerProcess(timeout, watchdog, trustStore);
  }

  /** Gives the program its cases and returns its results, each in its parts. */
  List<String[]> run(Client client, String classPath, String cases) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "-Djavax.net.ssl.trustStorePassword=" + LoopbackCertificate.PASSWORD,
                "-cp",
                classPath,
                client.program(),
                String.valueOf(timeout.toSeconds()),
                String.valueOf(watchdog.toSeconds()))
            .redirectError(Path.of("target", client.program() + ".log").toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      try (OutputStream in = process.getOutputStream()) {
        in.write(cases.getBytes(StandardCharsets.UTF_8));
      }
      return out.lines().map(line -> line.split("\t", -1)).toList();
    } finally {
      process.destroy();
    }
  }
}
