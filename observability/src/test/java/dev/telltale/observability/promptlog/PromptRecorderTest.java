package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.FinishReason;
import dev.telltale.JsonSchema;
import dev.telltale.Tool;
import dev.telltale.observability.promptlog.store.EncryptedSegmentStore;
import dev.telltale.observability.promptlog.store.KeyProvider;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.observability.promptlog.store.Progress;
import dev.telltale.observability.promptlog.store.PromptStore;
import dev.telltale.observability.promptlog.store.StoredEntry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PromptRecorderTest {
  private static final String MARKER = "a marker nobody may find";

  @TempDir private Path parent;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final Taken taken = new Taken();

  @Test
  void failuresComeBackWholeAndNothingIsReadableOnDisk() throws IOException {
    Path directory = parent.resolve("log");
    KeyProvider keys = Keys.fileOrNew(parent.resolve("key"));
    try (PromptRecorder recorder =
        PromptLog.encrypted(directory, keys).allFailures().start(OpenTelemetry.noop())) {
      for (int i = 0; i < 40; i++) {
        recorder.ended(Calls.failure(i, MARKER + i));
        recorder.ended(Calls.success(i, "not kept", "not kept"));
      }
    }

    List<PromptRecord> records = records(directory, keys);
    assertThat(records).hasSize(40).allMatch(PromptRecord::failed);
    assertThat(records.get(7).request().orElseThrow().messages().get(0).text())
        .isEqualTo(MARKER + 7);
    assertThat(records.get(7).httpStatus()).hasValue(500);
    assertThat(bytes(directory)).doesNotContain(MARKER, "gpt-5-mini", "openai", Calls.id(7));
  }

  @Test
  void blockedSinkCostsCallsNothingAndDropsSuccessesFirst() throws IOException {
    PromptRecorder recorder =
        log()
            .allFailures()
            .sampleSuccesses(1)
            .successesPerSecond(1e9)
            .failuresPerSecond(1e9)
            .start(OpenTelemetry.noop());
    for (int i = 0; i < 1000; i++) {
      recorder.ended(Calls.success(i, "success", "Hi"));
    }
    for (int i = 0; i < 1100; i++) {
      recorder.ended(Calls.failure(i, "failure"));
    }
    gate.countDown();
    recorder.close(Duration.ofSeconds(20));

    PromptLogCounts counts = recorder.counts();
    long failures = taken.records.stream().filter(PromptRecord::failed).count();
    assertThat(failures).isGreaterThanOrEqualTo(PromptLog.QUEUED_CALLS);
    assertThat(counts.written() + counts.overflowed()).isEqualTo(2100);
    assertThat(counts.written()).isEqualTo(taken.records.size());
  }

  @Test
  void queueIsBoundedInBytesToo() throws IOException {
    PromptRecorder recorder = log().allFailures().start(OpenTelemetry.noop());
    String large = "x".repeat(1 << 20);
    for (int i = 0; i < 60; i++) {
      recorder.ended(Calls.failure(i, large));
    }
    gate.countDown();
    recorder.close(Duration.ofSeconds(20));

    assertThat(recorder.counts().overflowed()).isGreaterThanOrEqualTo(40);
    assertThat(taken.records).hasSizeBetween(15, 20);
  }

  @Test
  void ratesAreLimitedSeparatelyAndCounted() throws IOException {
    gate.countDown();
    AtomicLong nanos = new AtomicLong();
    PromptRecorder recorder =
        log().allFailures().sampleSuccesses(1).nanoTime(nanos::get).start(OpenTelemetry.noop());
    for (int i = 0; i < 300; i++) {
      recorder.ended(Calls.failure(i, "failure"));
      recorder.ended(Calls.success(i, "success", "Hi"));
    }
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    for (int i = 300; i < 600; i++) {
      recorder.ended(Calls.failure(i, "failure"));
      recorder.ended(Calls.success(i, "success", "Hi"));
    }
    recorder.close();

    long failures = taken.records.stream().filter(PromptRecord::failed).count();
    assertThat(failures).isEqualTo(200 + 100);
    assertThat(taken.records.size() - failures).isEqualTo(20 + 10);
    assertThat(recorder.counts().rateLimited()).isEqualTo(1200 - 330);
  }

  @Test
  void throwingRedactorLeavesNoContent() throws IOException {
    gate.countDown();
    PromptRecorder recorder =
        log()
            .allFailures()
            .redactor(
                text -> {
                  throw new IllegalStateException(text);
                })
            .start(OpenTelemetry.noop());
    recorder.ended(Calls.failure(1, MARKER));
    recorder.close();

    assertThat(recorder.counts().withoutContent()).isEqualTo(1);
    assertThat(taken.records).hasSize(1);
    assertThat(taken.records.get(0).json()).contains("redaction_failed").doesNotContain(MARKER);
  }

  @Test
  void failingSinkKeepsNothingFromTheOthers() throws IOException {
    gate.countDown();
    PromptLog broken =
        PromptLog.to(
            openTelemetry ->
                new PromptSink() {
                  @Override
                  public void write(PromptRecord record) throws IOException {
                    throw new IOException("broken");
                  }

                  @Override
                  public void close() {
                    throw new IllegalStateException("broken");
                  }
                });
    PromptRecorder recorder = broken.andTo(log()).allFailures().start(OpenTelemetry.noop());
    recorder.ended(Calls.failure(1, "Hi"));
    recorder.close();

    assertThat(taken.records).hasSize(1);
    assertThat(recorder.counts().failedWrites()).isEqualTo(2);
    assertThat(recorder.counts().written()).isZero();
  }

  @Test
  void sinkThatThrowsAnythingEndsNothing() throws IOException {
    gate.countDown();
    PromptLog broken =
        PromptLog.to(
            openTelemetry ->
                new PromptSink() {
                  @Override
                  public void write(PromptRecord record) {
                    throw new NoClassDefFoundError("broken");
                  }

                  @Override
                  public void flush() {
                    throw new AssertionError("broken");
                  }

                  @Override
                  public void close() {}
                });
    PromptRecorder recorder = broken.andTo(log()).allFailures().start(OpenTelemetry.noop());
    for (int i = 0; i < 100; i++) {
      recorder.ended(Calls.failure(i, "Hi"));
    }
    recorder.close();

    assertThat(taken.records).hasSize(100);
  }

  @Test
  void redactorThatThrowsAnErrorLeavesNoContent() throws IOException {
    gate.countDown();
    PromptRecorder recorder =
        log()
            .allFailures()
            .redactor(
                text -> {
                  throw new ExceptionInInitializerError(text);
                })
            .start(OpenTelemetry.noop());
    recorder.ended(
        Calls.call(1, MARKER)
            .options(CallOptions.builder().conversationId(MARKER).build())
            .errorType("500")
            .build());
    recorder.ended(Calls.failure(2, MARKER));
    recorder.close();

    assertThat(taken.records)
        .hasSize(2)
        .allMatch(record -> record.json().contains("redaction_failed"))
        .noneMatch(record -> record.json().contains(MARKER));
  }

  @Test
  void callThatCannotFitDropsNoOther() throws IOException {
    PromptRecorder recorder =
        log().allFailures().sampleSuccesses(1).successesPerSecond(1e9).start(OpenTelemetry.noop());
    for (int i = 0; i < 100; i++) {
      recorder.ended(Calls.success(i, "success", "Hi"));
    }
    recorder.ended(Calls.failure(1, "x".repeat(20 << 20)));
    gate.countDown();
    recorder.close(Duration.ofSeconds(20));

    assertThat(recorder.counts().overflowed()).isEqualTo(1);
    assertThat(taken.records).hasSize(100);
  }

  @Test
  void schemasOfToolsCountAsMemory() throws IOException {
    String schema = "{\"description\":\"" + "x".repeat(1 << 20) + "\"}";
    ChatRequest request =
        ChatRequest.builder()
            .user("Hi")
            .tool(Tool.function("look").parameters(JsonSchema.of(schema)).build())
            .build();
    PromptRecorder recorder = log().sampleSuccesses(1).start(OpenTelemetry.noop());
    for (int i = 0; i < 20; i++) {
      recorder.ended(Calls.of(request, Calls.answer(FinishReason.STOP)));
    }
    gate.countDown();
    recorder.close(Duration.ofSeconds(20));

    assertThat(recorder.counts().overflowed()).isPositive();
  }

  @Test
  void clearFileThatOthersMayReadIsRefused() throws IOException {
    Path file = Files.writeString(parent.resolve("clear.jsonl"), "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> PromptLog.unencryptedJsonLines(file).start(OpenTelemetry.noop()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod go=");
  }

  @Test
  void durableCallReturnsWhenItsRecordIsFlushed() throws IOException {
    gate.countDown();
    try (PromptRecorder recorder = log().allFailures().durable().start(OpenTelemetry.noop())) {
      recorder.ended(Calls.failure(1, "Hi"));

      assertThat(taken.flushed).hasSize(1);
    }
  }

  @Test
  void nothingIsLostOnOrderlyClose() throws IOException {
    Path directory = parent.resolve("log");
    KeyProvider keys = Keys.fileOrNew(parent.resolve("key"));
    EncryptedSegmentStore.Builder store = EncryptedSegmentStore.builder(directory, keys);
    for (int loop = 0; loop < 50; loop++) {
      try (PromptRecorder recorder =
          PromptLog.encrypted(store).allFailures().start(OpenTelemetry.noop())) {
        for (int i = 0; i < 5; i++) {
          recorder.ended(Calls.failure(loop * 5 + i, "Hi"));
        }
      }
    }

    assertThat(records(directory, keys)).hasSize(250);
  }

  @Test
  void clearJsonLinesAreWrittenWhereAskedFor() throws IOException {
    Path file = parent.resolve("clear.jsonl");
    try (PromptRecorder recorder =
        PromptLog.unencryptedJsonLines(file).allFailures().start(OpenTelemetry.noop())) {
      recorder.ended(Calls.failure(1, MARKER));
      recorder.ended(Calls.failure(2, MARKER));
    }

    assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.contains(MARKER));
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  private PromptLog log() {
    return PromptLog.to(openTelemetry -> taken);
  }

  private static List<PromptRecord> records(Path directory, KeyProvider keys) throws IOException {
    List<StoredEntry> entries = new ArrayList<>();
    PromptStore.open(directory, keys).read(entries::add, Progress.NONE);
    List<PromptRecord> records = new ArrayList<>();
    for (StoredEntry entry : entries) {
      records.add(PromptRecord.parse(entry.json()));
    }
    return records;
  }

  private static String bytes(Path directory) throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  /** Takes records once the gate is open. */
  private final class Taken implements PromptSink {
    private final List<PromptRecord> records = new CopyOnWriteArrayList<>();
    private final List<PromptRecord> flushed = new CopyOnWriteArrayList<>();

    @Override
    public void write(PromptRecord record) throws IOException {
      try {
        gate.await();
      } catch (InterruptedException stopped) {
        throw new IOException(stopped);
      }
      records.add(record);
    }

    @Override
    public void flush() {
      flushed.clear();
      flushed.addAll(records);
    }

    @Override
    public void close() {}
  }
}
