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
    String processors = processors(used);
    boolean spans = !none && used.getTracer(SCOPE).isEnabled();
    findings.add(records("spans", spans, waits(processors, "SpanProcessor")));
    boolean metrics =
        !none && used.getMeter(SCOPE).counterBuilder(GenAi.TELEMETRY_FAILURES).build().isEnabled();
    findings.add(records("metrics", metrics, ""));
    boolean events =
        !none && used.getLogsBridge().get(SCOPE).isEnabled(Severity.WARN, Context.current());
    findings.add(records("events", events, waits(processors, "LogRecordProcessor")));
    findings.add(new Finding("conventions", telemetry.options().conventions().toString()));
    findings.add(new Finding("content", telemetry.options().contentCapture().toString()));
    findings.add(new Finding("listeners", Integer.toString(telemetry.listeners().size())));
    findings.add(new Finding("cost model", telemetry.costModel() == null ? "none" : "set"));
    checks.forEach((subject, check) -> findings.add(new Finding(subject, state(check))));
    return SelfCheck.of(findings);
  }

  private static Finding records(String signal, boolean recorded, String warning) {
    return new Finding(signal, recorded ? "recorded" + warning : "not recorded");
  }

  /**
   * What the SDK says of itself; what stands before it, such as an agent's, mostly says nothing.
   */
  private static String processors(OpenTelemetry used) {
    try {
      return String.valueOf(used);
    } catch (RuntimeException broken) {
      // Guard point: a processor or exporter of the user's describes itself.
      return "";
    }
  }

  private static String waits(String processors, String kind) {
    return processors.contains("Simple" + kind + "{")
        ? ", and exported by the thread of the call, which waits: use a Batch" + kind
        : "";
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
