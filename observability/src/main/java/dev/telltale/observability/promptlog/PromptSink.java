package dev.telltale.observability.promptlog;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;

/**
 * Where the records of a prompt log go. Called by one thread at a time. What it throws is counted,
 * and costs neither the call nor another sink anything.
 */
public interface PromptSink extends AutoCloseable {

  /**
   * Takes a record, which is redacted already.
   *
   * @throws IOException if it is lost
   */
  void write(PromptRecord record) throws IOException;

  /**
   * Returns when what was written is safe. Default: at once.
   *
   * @throws IOException if it is not
   */
  default void flush() throws IOException {}

  /** Releases what it holds. */
  @Override
  void close() throws IOException;

  /** Opens a sink when the prompt log starts. */
  @FunctionalInterface
  interface Factory {
    /**
     * Opens the sink.
     *
     * @param openTelemetry what the log's owner reports to; not to be closed
     * @throws IOException if it cannot be opened; the log does not start then
     */
    PromptSink open(OpenTelemetry openTelemetry) throws IOException;
  }
}
