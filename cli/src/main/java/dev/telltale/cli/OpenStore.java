package dev.telltale.cli;

import com.squareup.moshi.JsonWriter;
import dev.telltale.observability.promptlog.PromptRecord;
import dev.telltale.observability.promptlog.store.PromptStore;
import dev.telltale.observability.promptlog.store.SegmentReport;
import dev.telltale.observability.promptlog.store.SegmentReport.State;
import dev.telltale.observability.promptlog.store.StoredEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The store a command works on. It leaves a note of the read before it hands out the first entry,
 * so that nothing is ever shown that is not noted. Commands that change the log ask for theirs.
 */
final class OpenStore {
  private final PromptStore store;
  private final Terminal terminal;
  private final List<String> typed;
  private boolean noted;

  OpenStore(PromptStore store, Terminal terminal, List<String> typed) {
    this.store = store;
    this.terminal = terminal;
    this.typed = List.copyOf(typed);
  }

  PromptStore store() {
    return store;
  }

  /** Hands over the records of a trace, or all, oldest segment first. */
  void records(@Nullable String trace, Consumer<PromptRecord> sink) throws IOException {
    entries(
        trace,
        entry -> {
          if (entry.kind() != StoredEntry.Kind.AUDIT) {
            sink.accept(parse(entry));
          }
        });
  }

  /** Hands over the notes of reads. */
  void notes(Consumer<StoredEntry> sink) throws IOException {
    entries(
        null,
        entry -> {
          if (entry.kind() == StoredEntry.Kind.AUDIT) {
            sink.accept(entry);
          }
        });
  }

  /** Leaves the note, unless this command left it already. */
  void note() throws IOException {
    if (noted) {
      return;
    }
    noted = true;
    Instant now = terminal.clock().instant();
    store.audit(new StoredEntry(now, StoredEntry.Kind.AUDIT, "", "read", noteJson(now)));
  }

  /**
   * Leaves the note before the log is changed; none if there is nothing to change.
   *
   * @throws CommandFailure if there is something and the key opens none of it
   */
  void noteChange() throws IOException {
    try {
      entries(
          null,
          entry -> {
            throw new Opened();
          });
    } catch (Opened noted) {
      // One entry that the key opens is enough.
    }
  }

  private void entries(@Nullable String trace, Consumer<StoredEntry> sink) throws IOException {
    Consumer<StoredEntry> afterNote =
        entry -> {
          try {
            note();
          } catch (IOException failed) {
            throw CommandFailure.store(
                "The note of this read cannot be written, so nothing is shown: "
                    + Messages.of(failed));
          }
          sink.accept(entry);
        };
    try (ProgressBar bar = ProgressBar.on(terminal)) {
      complain(trace == null ? store.read(afterNote, bar) : store.readTrace(trace, afterNote, bar));
    }
  }

  /** Says on standard error what could not be read. */
  private void complain(List<SegmentReport> reports) {
    long locked = reports.stream().filter(report -> report.state() == State.KEY_MISSING).count();
    if (locked > 0 && locked == reports.size()) {
      throw CommandFailure.key("No segment was written with this key.");
    }
    if (locked > 0) {
      terminal.warn(locked + " segments are left out: they were written with another key.");
    }
    if (reports.stream().anyMatch(report -> report.state() == State.DAMAGED)) {
      terminal.warn("Some segments are damaged; llm-log verify says which.");
    }
    if (reports.stream().anyMatch(report -> report.state() == State.UNREADABLE)) {
      terminal.warn("Some segments may not be read; llm-log verify says which.");
    }
  }

  private String noteJson(Instant now) throws IOException {
    Buffer json = new Buffer();
    JsonWriter writer = JsonWriter.of(json);
    writer.beginObject();
    writer.name("schema").value(1);
    writer.name("time").value(now.toString());
    writer.name("user").value(System.getProperty("user.name"));
    writer.name("process").value(ProcessHandle.current().pid());
    writer.name("command").beginArray();
    for (String argument : typed) {
      writer.value(argument);
    }
    writer.endArray().endObject();
    return json.readUtf8();
  }

  private static PromptRecord parse(StoredEntry entry) {
    try {
      return PromptRecord.parse(entry.json());
    } catch (IOException newer) {
      throw new UncheckedIOException(newer);
    }
  }

  /** Ends the reading at the first entry. */
  @SuppressWarnings("serial")
  private static final class Opened extends RuntimeException {
    Opened() {
      super(null, null, false, false);
    }
  }
}
