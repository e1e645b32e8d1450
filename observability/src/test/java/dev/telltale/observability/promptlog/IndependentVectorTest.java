package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatRequest;
import dev.telltale.Role;
import dev.telltale.ToolChoice;
import dev.telltale.observability.promptlog.store.KeyProvider;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.observability.promptlog.store.Progress;
import dev.telltale.observability.promptlog.store.PromptStore;
import dev.telltale.observability.promptlog.store.SegmentReport;
import dev.telltale.observability.promptlog.store.StoredEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A segment that {@code independent.py} wrote from the document of the format is read. */
@Timeout(10)
class IndependentVectorTest {
  private static final Path FIXTURES = Path.of("src/test/resources/fixtures/prompt-log");

  @TempDir private Path parent;
  private PromptStore store;

  @BeforeEach
  void placeSegment() throws Exception {
    List<String> vector = Files.readAllLines(FIXTURES.resolve("segment-v1-independent.txt"));
    Path directory = parent.resolve("log");
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path segment = directory.resolve("seg-20261123T103000000Z-1-0badcafe.lps");
    Files.write(segment, hex(vector.get(1).replace("segment = ", "")));
    store = PromptStore.open(directory, keys(vector.get(0).replace("key = ", "")));
  }

  @Test
  void segmentIsWholeAndFoundByItsTrace() throws IOException {
    List<StoredEntry> entries = new ArrayList<>();

    List<SegmentReport> reports = store.read(entries::add, Progress.NONE);

    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).state()).isEqualTo(SegmentReport.State.SEALED);
    assertThat(entries)
        .extracting(StoredEntry::kind)
        .containsExactly(StoredEntry.Kind.SUCCESS, StoredEntry.Kind.AUDIT);
    assertThat(found("4bf92f3577b34da6a3ce929d0e0e4736")).hasSize(1);
    assertThat(found("00000000000000000000000000000000")).isEmpty();
  }

  @Test
  void requestIsRestoredFromTheRecord() throws IOException {
    PromptRecord record =
        PromptRecord.parse(found("4bf92f3577b34da6a3ce929d0e0e4736").get(0).json());

    ChatRequest request = record.request().orElseThrow();

    assertThat(request.messages()).hasSize(3);
    assertThat(request.messages().get(0).role()).isEqualTo(Role.USER);
    assertThat(request.messages().get(0).name()).isEqualTo("ann");
    assertThat(request.choiceCount()).hasValue(2);
    assertThat(request.seed()).hasValue(9007199254740993L);
    assertThat(request.serviceTier()).isEqualTo("flex");
    assertThat(request.topLogProbs()).hasValue(4);
    assertThat(request.stopSequences()).containsExactly("END", "\n\n");
    assertThat(request.tools().get(0).strict()).isFalse();
    assertThat(request.tools().get(1).grammar().definition()).isEqualTo("[0-9]+");
    assertThat(request.toolChoice()).isEqualTo(ToolChoice.requiredAmong(List.of("look")));
    assertThat(request.parallelToolCalls()).isFalse();
    assertThat(request.responseFormat().description()).isEqualTo("A sail.");
    assertThat(request.responseFormat().strict()).isTrue();
    assertThat(request.extraBody()).containsEntry("user", "[email]").containsEntry("top_k", 40L);
  }

  @Test
  void factsAreReadFromTheRecord() throws IOException {
    PromptRecord record =
        PromptRecord.parse(found("4bf92f3577b34da6a3ce929d0e0e4736").get(0).json());

    assertThat(record.streamed()).isTrue();
    assertThat(record.keepProbability()).hasValue(0.05);
    assertThat(record.tokens("cache_read")).hasValue(64);
    assertThat(record.costUsd().orElseThrow()).isEqualByComparingTo("0.00009");
    assertThat(record.duration()).hasMillis(1234).hasNanos(1_234_500_000);
    assertThat(record.answer()).isEqualTo("I look again.");
  }

  private List<StoredEntry> found(String trace) throws IOException {
    List<StoredEntry> entries = new ArrayList<>();
    store.readTrace(trace, entries::add, Progress.NONE);
    return entries;
  }

  private KeyProvider keys(String key) throws Exception {
    Path file = parent.resolve("key");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, Base64.getEncoder().encodeToString(hex(key)));
    return Keys.file(file);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
