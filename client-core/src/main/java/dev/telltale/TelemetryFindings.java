package dev.telltale;

import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.SelfCheck;
import dev.telltale.telemetry.SelfCheck.Finding;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Looks at a {@link Telemetry} without making it report anything. */
final class TelemetryFindings {
  private static final String SCOPE = "dev.telltale";

  private TelemetryFindings() {}

  static SelfCheck of(Telemetry telemetry, Map<String, Supplier<String>> checks) {
    List<Finding> findings = new ArrayList<>();
    OpenTelemetry given = telemetry.openTelemetry();
    OpenTelemetry used = given == null ? GlobalOpenTelemetry.getOrNoop() : given;
    boolean none = used.equals(OpenTelemetry.noop());
    findings.add(
        new Finding(
            "OpenTelemetry",
            none ? "none" : given == null ? "the global one" : used.getClass().getName()));
    findings.add(records("spans", !none && used.getTracer(SCOPE).isEnabled()));
    findings.add(
        records(
            "metrics",
            !none
                && used.getMeter(SCOPE)
                    .counterBuilder(GenAi.TELEMETRY_FAILURES)
                    .build()
                    .isEnabled()));
    findings.add(
        records(
            "events",
            !none && used.getLogsBridge().get(SCOPE).isEnabled(Severity.WARN, Context.current())));
    findings.add(new Finding("conventions", telemetry.options().conventions().toString()));
    findings.add(new Finding("content", telemetry.options().contentCapture().toString()));
    findings.add(new Finding("listeners", Integer.toString(telemetry.listeners().size())));
    findings.add(new Finding("cost model", telemetry.costModel() == null ? "none" : "set"));
    checks.forEach((subject, check) -> findings.add(new Finding(subject, state(check))));
    return SelfCheck.of(findings);
  }

  private static Finding records(String signal, boolean recorded) {
    return new Finding(signal, recorded ? "recorded" : "not recorded");
  }

  private static String state(Supplier<String> check) {
    try {
      return check.get();
    } catch (RuntimeException broken) {
      // Guard point: a part that cannot say how it is must not hide what the others say.
      return "failed with " + broken.getClass().getName();
    }
  }
}
