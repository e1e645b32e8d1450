package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Log records in OTLP's JSON form, the same that the prompt log sends as log events. */
final class OtlpFormat implements ExportFormat {
  private static final int ERROR = 17;
  private static final int INFO = 9;

  private final boolean withContent;

  OtlpFormat(boolean withContent) {
    this.withContent = withContent;
  }

  @Override
  public String add(PromptRecord record, int before) throws IOException {
    Map<String, @Nullable Object> log = new LinkedHashMap<>();
    log.put("timeUnixNano", nanos(record.time()));
    log.put("severityNumber", record.failed() ? ERROR : INFO);
    log.put("severityText", record.failed() ? "ERROR" : "INFO");
    log.put("eventName", "telltale.prompt_log.record");
    log.put("body", text(RecordJson.line(Redaction.of(RecordJson.members(record, withContent)))));
    log.put(
        "attributes", List.of(Map.of("key", "telltale.prompt_log.id", "value", text(record.id()))));
    if (record.traceId() != null && record.members().get("span_id") instanceof String span) {
      log.put("traceId", record.traceId());
      log.put("spanId", span);
    }
    Map<String, @Nullable Object> scope = new LinkedHashMap<>();
    scope.put("scope", Map.of("name", "dev.telltale.promptlog"));
    scope.put("logRecords", List.of(log));
    Map<String, @Nullable Object> resource = new LinkedHashMap<>();
    resource.put("resource", Map.of());
    resource.put("scopeLogs", List.of(scope));
    return RecordJson.line(Map.of("resourceLogs", List.of(resource))) + "\n";
  }

  private static Map<String, String> text(String value) {
    return Map.of("stringValue", value);
  }

  private static String nanos(Instant time) {
    return BigInteger.valueOf(time.getEpochSecond())
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(BigInteger.valueOf(time.getNano()))
        .toString();
  }
}
