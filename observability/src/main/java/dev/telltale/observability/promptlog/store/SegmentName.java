package dev.telltale.observability.promptlog.store;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a segment's file: {@code seg-20261123T101500123Z-4711-0f1e2d3c.lps}. */
record SegmentName(Instant created, long pid, String text) {
  private static final Pattern FORM =
      Pattern.compile("seg-(\\d{8}T\\d{9})Z-(\\d{1,19})-[0-9a-f]{8}\\.lps");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

  static SegmentName fresh(Instant created, long pid) {
    String random = HexFormat.of().formatHex(DataKeys.random(4));
    String text = "seg-" + TIME.format(created) + "Z-" + pid + "-" + random + ".lps";
    return new SegmentName(created, pid, text);
  }

  /** Returns null if it is no name of a segment. */
  static @Nullable SegmentName parse(Path file) {
    String text = String.valueOf(file.getFileName());
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    try {
      Instant created = TIME.parse(matcher.group(1), Instant::from);
      return new SegmentName(created, Long.parseLong(matcher.group(2)), text);
    } catch (DateTimeException | NumberFormatException noTime) {
      return null;
    }
  }
}
