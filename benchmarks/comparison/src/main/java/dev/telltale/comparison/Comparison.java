package dev.telltale.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares all clients and writes their tables in {@code docs/comparison.md} and {@code
 * docs/telemetry-matrix.md}. Runs in this module's folder.
 */
public final class Comparison {
  private static final Document FAULTS = new Document(Path.of("../../docs/comparison.md"));
  private static final Document TELEMETRY = new Document(Path.of("../../docs/telemetry-matrix.md"));

  private Comparison() {}

  /** Takes the parts to run: {@code faults}, {@code telemetry}; all where none is named. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> parts = args.length == 0 ? List.of("faults", "telemetry") : List.of(args);
    if (parts.contains("faults")) {
      FAULTS.replace("faults", machine() + faults());
    }
    if (parts.contains("telemetry")) {
      TELEMETRY.replace("telemetry", machine() + telemetry());
    }
  }

  private static String faults() throws IOException, InterruptedException {
    FaultRun run = new FaultRun();
    FaultReport report = new FaultReport();
    for (Client client : Client.ALL) {
      String classPath = client.classPath();
      report.add(client.title(classPath), run.observe(client, classPath));
    }
    return report.markdown();
  }

  private static String telemetry() throws IOException, InterruptedException {
    TelemetryRun run = new TelemetryRun();
    TelemetryReport report = new TelemetryReport();
    for (Client client : Client.INSTRUMENTED) {
      String classPath = client.classPath();
      report.add(client.title(classPath), run.observe(client, classPath));
    }
    return report.markdown();
  }

  private static String machine() {
    return "JDK "
        + Runtime.version()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " CPUs.\n\n";
  }
}
