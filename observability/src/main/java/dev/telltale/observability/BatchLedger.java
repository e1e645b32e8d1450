package dev.telltale.observability;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settles each batch of one exporter in the account of its queue. A batch processor sends one batch
 * at a time: an earlier one that is still open when the next comes is one it has given up.
 */
final class BatchLedger {
  private final QueueAccount account;
  private @Nullable Batch open; // Of the processor's one worker thread.

  BatchLedger(QueueAccount account) {
    this.account = account;
  }

  CompletableResultCode send(long records, long bytes, Supplier<CompletableResultCode> export) {
    if (open != null) {
      open.settle(DropReason.EXPORT_TIMEOUT);
    }
    Batch batch = new Batch(records, bytes);
    open = batch;
    CompletableResultCode result;
    try {
      result = requireNonNull(export.get(), "An exporter returned null");
    } catch (LinkageError broken) {
      batch.settle(DropReason.EXPORT_FAILED);
      // Thrown as it is it would end the processor's thread, and with it all later exports.
      throw new IllegalStateException(
          "A telemetry exporter does not fit the libraries on the class path.", broken);
    } catch (RuntimeException | Error broken) {
      // It passes, to the processor, which logs it.
      batch.settle(DropReason.EXPORT_FAILED);
      throw broken;
    }
    result.whenComplete(() -> batch.settle(result.isSuccess() ? null : DropReason.EXPORT_FAILED));
    return result;
  }

  private final class Batch {
    private final long records;
    private final long bytes;
    private final AtomicBoolean settled = new AtomicBoolean();

    private Batch(long records, long bytes) {
      this.records = records;
      this.bytes = bytes;
    }

    private void settle(@Nullable DropReason failure) {
      if (settled.compareAndSet(false, true)) {
        account.settle(records, bytes, failure);
      }
    }
  }
}
