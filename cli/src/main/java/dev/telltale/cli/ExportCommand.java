package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code llm-log export}. */
@Command(
    name = "export",
    description = {
      "Writes calls to a new file that only you may open, or to standard output.",
      "What is written is redacted once more, by the redactors of this version."
    })
final class ExportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();
  @Mixin private RecordFilter filter = new RecordFilter();

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = {
        "jsonl: a record per line; otlp-json: OTLP log records, one export per line;",
        "cassette: a script for tests, which telltale-client-testing plays."
      })
  private String format = "";

  @Option(names = "--out", paramLabel = "FILE", description = "File to make.")
  private @Nullable Path file;

  @Option(names = "--id", paramLabel = "ID", description = "Only this call; may be repeated.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--with-content", description = "With prompts and answers; cassettes need it.")
  private boolean withContent;

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    ExportFormat target = target();
    Predicate<PromptRecord> chosen = filter.at(terminal.clock().instant()).and(this::named);
    OpenStore store = options.open(terminal);
    int written;
    if (file == null) {
      written = write(store, target, chosen, terminal.out());
    } else {
      written = writeFile(file, out -> write(store, target, chosen, out));
    }
    if (written == 0) {
      throw CommandFailure.notFound("No call fits.");
    }
    terminal.warn(written + " calls written.");
    return ExitCode.FINE;
  }

  /** Leaves no file that is empty or a part of what was to be in it. */
  private static int writeFile(Path file, Filling filling) throws IOException {
    int written = 0;
    try {
      try (Writer out = PrivateFile.create(file)) {
        written = filling.fill(out);
      } catch (FileAlreadyExistsException present) {
        written = -1;
        throw present;
      }
      return written;
    } finally {
      if (written == 0) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Writes and returns how many records. */
  @FunctionalInterface
  private interface Filling {
    int fill(Writer out) throws IOException;
  }

  private ExportFormat target() {
    return switch (format) {
      case "jsonl" -> new JsonLinesFormat(withContent);
      case "otlp-json" -> new OtlpFormat(withContent);
      case "cassette" -> {
        if (!withContent) {
          throw CommandFailure.usage("A cassette is all content: add --with-content.");
        }
        yield new CassetteFormat(terminal);
      }
      default -> throw CommandFailure.usage("The formats are jsonl, otlp-json and cassette.");
    };
  }

  private boolean named(PromptRecord record) {
    return ids.isEmpty()
        || ids.stream().anyMatch(id -> record.id().startsWith(id.toLowerCase(Locale.ROOT)));
  }

  private int write(
      OpenStore store, ExportFormat target, Predicate<PromptRecord> chosen, Writer out)
      throws IOException {
    int[] written = new int[1];
    store.records(
        filter.trace(),
        record -> {
          if (chosen.test(record)) {
            try {
              out.write(Escaped.json(target.add(record, written[0]++)));
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          }
        });
    if (written[0] > 0) {
      out.write(target.end());
    }
    return written[0];
  }
}
