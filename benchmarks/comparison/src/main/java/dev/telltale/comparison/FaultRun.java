package dev.telltale.comparison;

import dev.telltale.comparison.Observation.Verdict;
import dev.telltale.rig.fault.Fault;
import dev.telltale.rig.fault.FaultyServer;
import dev.telltale.rig.fault.LoopbackCertificate;
import dev.telltale.rig.fault.Plan;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends one client to the servers of all cases and sees how it does. */
final class FaultRun {
  /** The one time limit that every client has. */
  static final Duration TIMEOUT = Duration.ofSeconds(6);

  /** What a server asks for where the fault asks for a short wait. */
  static final Duration DELAY = Duration.ofSeconds(2);

  /** After how long a call is given up. */
  static final Duration WATCHDOG = Duration.ofSeconds(30);

  private static final Plan HEALTHY = new Plan(Fault.STATUS_500, Form.WHOLE.moment, 0, DELAY);

  private final LoopbackCertificate certificate = new LoopbackCertificate();
  private final PeerProcess process;

  FaultRun() throws IOException {
    process = PeerProcess.with(TIMEOUT, WATCHDOG, certificate);
  }

  Map<FaultCase, Observation> observe(Client client, String classPath) throws IOException {
    List<FaultCase> cases = FaultCase.all();
    FaultyServer warmUp = FaultyServer.start(HEALTHY, certificate);
    FaultyServer[] servers = new FaultyServer[cases.size()];
    StringBuilder commands = new StringBuilder(command("warm-up", Form.WHOLE, warmUp, false));
    for (int i = 0; i < servers.length; i++) {
      FaultCase each = cases.get(i);
      Plan plan = new Plan(each.fault(), each.form().moment, each.times(), DELAY);
      servers[i] = FaultyServer.start(plan, certificate);
      commands.append(command(String.valueOf(i), each.form(), servers[i], each.callBefore()));
    }
    Map<FaultCase, Observation> seen = new HashMap<>();
    for (String[] result : process.run(client, classPath, commands.toString())) {
      if (!result[0].equals("warm-up")) {
        int number = Integer.parseInt(result[0]);
        seen.put(cases.get(number), observation(result, servers[number], cases.get(number)));
      }
    }
    warmUp.close();
    for (FaultyServer server : servers) {
      server.close();
    }
    return seen;
  }

  private static String command(String id, Form form, FaultyServer server, boolean callBefore) {
    return String.join("\t", id, form.command, server.url(), String.valueOf(callBefore)) + "\n";
  }

  private static Observation observation(String[] result, FaultyServer server, FaultCase each) {
    return new Observation(
        Verdict.valueOf(result[1]),
        Duration.ofMillis(Long.parseLong(result[2])),
        result[3],
        server.sends() - (each.callBefore() ? 1 : 0),
        server.shortestGap());
  }
}
