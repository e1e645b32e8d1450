package dev.telltale.observability.export;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.file.Path;

/**
 * Writes what is exported to files of one directory: {@code spans.jsonl}, {@code metrics.jsonl} and
 * {@code logs.jsonl}. Each line is one span, metric or log record in OTLP's JSON form, with its
 * resource and scope.
 *
 * <p>Thread-safe. A file that has reached its size becomes {@code spans.1.jsonl}, that one {@code
 * spans.2.jsonl} and so on; the oldest is deleted. Where the file system knows POSIX permissions
 * only the owner may read and write the files. They are opened with the first line, appended to,
 * and closed when the exporter is shut down. One process at a time may write to a directory.
 */
public final class JsonLinesExporter {
  /** The default of {@link Builder#maxFileBytes}: 32 MiB. */
  public static final long DEFAULT_MAX_FILE_BYTES = 32L << 20;

  /** The default of {@link Builder#keptFiles}. */
  public static final int DEFAULT_KEPT_FILES = 4;

  private final Path directory;
  private final long maxFileBytes;
  private final int keptFiles;

  private JsonLinesExporter(Builder builder) {
    this.directory = builder.directory;
    this.maxFileBytes = builder.maxFileBytes;
    this.keptFiles = builder.keptFiles;
  }

  /** Returns an exporter to this directory, which is created when there is something to write. */
  public static JsonLinesExporter in(Path directory) {
    return builder(directory).build();
  }

  /** Returns a builder of an exporter to this directory. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** What an SDK's batch span processor sends to. */
  public SpanExporter spans() {
    return new JsonSpans(file("spans"));
  }

  /** What an SDK's periodic metric reader sends to; values are totals since the start. */
  public MetricExporter metrics() {
    return new JsonMetrics(file("metrics"));
  }

  /** What an SDK's batch log record processor sends to. */
  public LogRecordExporter logs() {
    return new JsonLogs(file("logs"));
  }

  private RotatingFile file(String name) {
    return new RotatingFile(directory, name, maxFileBytes, keptFiles);
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private final Path directory;
    private long maxFileBytes = DEFAULT_MAX_FILE_BYTES;
    private int keptFiles = DEFAULT_KEPT_FILES;

    private Builder(Path directory) {
      this.directory = requireNonNull(directory, "directory");
    }

    /**
     * Sets the size at which a file is put aside; one line may be longer. Default: 32 MiB.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder maxFileBytes(long bytes) {
      if (bytes <= 0) {
        throw new IllegalArgumentException("maxFileBytes must be positive, not " + bytes);
      }
      this.maxFileBytes = bytes;
      return this;
    }

    /**
     * Sets how many files are kept for each signal beside the one that is written to. Default: 4.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder keptFiles(int files) {
      if (files < 0) {
        throw new IllegalArgumentException("keptFiles must not be negative, but is " + files);
      }
      this.keptFiles = files;
      return this;
    }

    /** Builds the exporter. */
    public JsonLinesExporter build() {
      return new JsonLinesExporter(this);
    }
  }
}
