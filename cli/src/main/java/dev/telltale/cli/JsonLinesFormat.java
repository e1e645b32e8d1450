package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.io.IOException;

/** A record per line, as the log has it. */
final class JsonLinesFormat implements ExportFormat {
  private final boolean withContent;

  JsonLinesFormat(boolean withContent) {
    this.withContent = withContent;
  }

  @Override
  public String add(PromptRecord record, int before) throws IOException {
    return RecordJson.line(Redaction.of(RecordJson.members(record, withContent))) + "\n";
  }
}
