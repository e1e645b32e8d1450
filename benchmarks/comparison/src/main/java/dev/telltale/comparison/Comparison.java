package dev.telltale.comparison;

import java.io.IOException;
import java.nio.file.Path;

/** Compares all clients and writes {@code docs/comparison.md}. Runs in this module's folder. */
public final class Comparison {
  private static final Path DOC = Path.of("../../docs/comparison.md");

  private Comparison() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException, InterruptedException {
    FaultRun run = new FaultRun();
    FaultReport report = new FaultReport();
    for (Client client : Client.ALL) {
      String classPath = client.classPath();
      report.add(client.title(classPath), run.observe(client, classPath));
    }
    String text =
        "JDK "
            + Runtime.version()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " CPUs.\n\n"
            + report.markdown();
    new Document(DOC).replace("faults", text);
  }
}
