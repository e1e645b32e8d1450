package dev.telltale.observability;

import java.util.Locale;

/** Why a span or log record was not exported. */
enum DropReason {
  /** The queue held as many records as it may. */
  QUEUE_FULL,
  /** The queue held as many bytes as it may. */
  QUEUE_BYTES,
  /** The exporter said that it failed, or threw. */
  EXPORT_FAILED,
  /** The exporter had not answered when the next batch was due. */
  EXPORT_TIMEOUT,
  /** It came, or was still waiting, when the exporter was closed. */
  CLOSED;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
