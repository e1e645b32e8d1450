package dev.telltale.comparison;

import dev.telltale.comparison.peer.telemetry.CallPath;
import dev.telltale.rig.fault.FaultyServer;
import dev.telltale.rig.fault.LoopbackCertificate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the instrumented calls of one client and sees what it reports of them. */
final class TelemetryRun {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration WATCHDOG = Duration.ofSeconds(20);
  private static final String WARM_UP = "warm-up";

  private final LoopbackCertificate certificate = new LoopbackCertificate();
  private final PeerProcess process;

  TelemetryRun() throws IOException {
    process = PeerProcess.with(TIMEOUT, WATCHDOG, certificate);
  }

  /** What was seen in each case; no entry where the client has no such path. */
  Map<TelemetryCase, TelemetrySeen> observe(Client client, String classPath) throws IOException {
    List<TelemetryCase> cases = TelemetryCase.all();
    List<FaultyServer> servers = new ArrayList<>();
    TelemetryCase first = new TelemetryCase(CallPath.PLAIN, Outcome.SUCCESS);
    StringBuilder commands = new StringBuilder(command(WARM_UP, first, servers));
    for (int i = 0; i < cases.size(); i++) {
      commands.append(command(String.valueOf(i), cases.get(i), servers));
    }
    Map<TelemetryCase, TelemetrySeen> seen = new LinkedHashMap<>();
    for (String[] words : process.run(client, classPath, commands.toString())) {
      if (!words[0].equals(WARM_UP) && words.length > 2) {
        seen.put(cases.get(Integer.parseInt(words[0])), TelemetrySeen.parse(words));
      }
    }
    servers.forEach(FaultyServer::close);
    return seen;
  }

  private String command(String id, TelemetryCase each, List<FaultyServer> servers) {
    FaultyServer server = FaultyServer.start(each.outcome().plan(each.path()), certificate);
    servers.add(server);
    return String.join(
            "\t",
            id,
            each.path().name(),
            server.url(),
            String.valueOf(each.outcome() == Outcome.INTERRUPT),
            each.outcome() == Outcome.EXPORTER_THROWS ? "THROWING" : "KEEPING")
        + "\n";
  }
}
