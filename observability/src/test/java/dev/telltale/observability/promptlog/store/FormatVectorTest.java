package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.observability.promptlog.store.SegmentReport.State;
import dev.telltale.observability.promptlog.store.StoredEntry.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The committed segment is read, and the same input makes the same bytes. {@code
 * -Dvectors.update=true} writes it anew, which is a new version of the format.
 */
@Timeout(10)
class FormatVectorTest {
  private static final Path FILE = Path.of("src/test/resources/fixtures/prompt-log/segment-v1.txt");

  private static final byte[] DATA_KEY = Entries.key(3);
  private static final List<StoredEntry> ENTRIES =
      List.of(
          new StoredEntry(
              Entries.TIME, Kind.FAILURE, "0af7651916cd43dd8448eb211c80319c", "x", "{}"),
          new StoredEntry(Entries.TIME.plusMillis(1), Kind.SUCCESS, "", "stop", "{\"a\":\"é\"}"),
          new StoredEntry(Entries.TIME.plusMillis(2), Kind.AUDIT, "", "read", "{}"));

  @Test
  void committedSegmentIsRead() throws Exception {
    if (Boolean.getBoolean("vectors.update")) {
      Files.writeString(FILE, text());
    }
    Map<String, String> vector = vector();
    KeyProvider keys = new AesKeys(hex(vector.get("key")));
    List<StoredEntry> read = new ArrayList<>();

    SegmentReport report =
        SegmentContent.read(
            SegmentName.fresh(Entries.TIME, 1), hex(vector.get("segment")), keys, read::add);

    assertThat(report.state()).isEqualTo(State.SEALED);
    assertThat(report.keyId()).isEqualTo(vector.get("key-id"));
    assertThat(read).containsExactlyElementsOf(ENTRIES);
  }

  @Test
  void sameInputMakesTheSameBytes() throws Exception {
    Map<String, String> vector = vector();

    byte[] segment = segment(hex(vector.get("wrapped-key")));

    assertThat(HexFormat.of().formatHex(segment)).isEqualTo(vector.get("segment"));
  }

  private static byte[] segment(byte[] wrapped) throws Exception {
    SegmentIdentity identity =
        new SegmentIdentity(hex("000102030405060708090a0b0c0d0e0f"), hex("a0a1a2a3"));
    SegmentHeader header =
        new SegmentHeader(identity, Entries.TIME.toEpochMilli(), Entries.KEYS.keyId(), wrapped);
    FrameCipher cipher = new FrameCipher(DATA_KEY, header);
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    segment.writeBytes(header.encode(DATA_KEY));
    long number = 1;
    for (StoredEntry entry : ENTRIES) {
      byte flags = EntryCodec.flags(entry.kind());
      long millis = entry.time().toEpochMilli();
      segment.writeBytes(cipher.seal(number++, millis, flags, EntryCodec.plain(entry)));
    }
    long first = Entries.TIME.toEpochMilli();
    SegmentFooter footer =
        new SegmentFooter(
            3,
            first,
            first + 2,
            new TreeMap<>(Map.of("x", 1L, "stop", 1L, "read", 1L)),
            TraceFilter.of(List.of(ENTRIES.get(0).traceId())));
    segment.writeBytes(cipher.seal(number, first + 2, Frame.FOOTER, footer.encode()));
    return segment.toByteArray();
  }

  private static String text() throws Exception {
    byte[] wrapped = Entries.KEYS.wrap(DATA_KEY);
    HexFormat hex = HexFormat.of();
    return String.join(
        "\n",
        "key = " + hex.formatHex(Entries.key(1)),
        "key-id = " + Entries.KEYS.keyId(),
        "data-key = " + hex.formatHex(DATA_KEY),
        "wrapped-key = " + hex.formatHex(wrapped),
        "segment = " + hex.formatHex(segment(wrapped)),
        "");
  }

  private static Map<String, String> vector() throws IOException {
    Map<String, String> vector = new TreeMap<>();
    for (String line : Files.readAllLines(FILE)) {
      String[] parts = line.split(" = ", 2);
      vector.put(parts[0], parts[1]);
    }
    return vector;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
