package dev.telltale.observability.promptlog;

import dev.telltale.observability.promptlog.store.EncryptedSegmentStore;
import dev.telltale.observability.promptlog.store.StoredEntry;
import java.io.IOException;
import java.util.List;

/** Keeps records in the encrypted store. */
final class StoreSink implements PromptSink {
  private final EncryptedSegmentStore store;

  StoreSink(EncryptedSegmentStore store) {
    this.store = store;
  }

  @Override
  public void write(PromptRecord record) throws IOException {
    String trace = record.traceId();
    store.append(
        new StoredEntry(
            record.time(),
            failure(record) ? StoredEntry.Kind.FAILURE : StoredEntry.Kind.SUCCESS,
            trace == null ? record.id() : trace,
            label(record),
            record.json()));
  }

  @Override
  public void flush() throws IOException {
    store.flush();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  private static boolean failure(PromptRecord record) {
    for (KeepReason reason : KeepReason.values()) {
      if (reason.failure() && record.keptBecause().contains(reason.text())) {
        return true;
      }
    }
    return false;
  }

  private static String label(PromptRecord record) {
    String error = record.errorType();
    if (error != null) {
      return error;
    }
    List<String> reasons = record.finishReasons();
    return reasons.isEmpty() ? "none" : reasons.get(0);
  }
}
