package dev.telltale.observability;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes of memory a finished record takes: its texts at two bytes per character, and
 * a fixed sum for each object around them. The same for one record whenever it is asked.
 */
final class RecordSize {
  private static final long RECORD = 512;
  private static final long ENTRY = 64;
  private static final long CHARACTER = 2;

  private RecordSize() {}

  static long of(SpanData span) {
    long size = RECORD + text(span.getName()) + attributes(span.getAttributes());
    for (EventData event : span.getEvents()) {
      size += ENTRY + text(event.getName()) + attributes(event.getAttributes());
    }
    return size + ENTRY * span.getLinks().size();
  }

  static long of(LogRecordData log) {
    return RECORD + value(log.getBodyValue()) + attributes(log.getAttributes());
  }

  private static long attributes(Attributes attributes) {
    Total total = new Total();
    attributes.forEach(total::add);
    return total.bytes;
  }

  private static long value(@Nullable Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Value<?> any) {
      return ENTRY + text(any.asString());
    }
    if (value instanceof List<?> list) {
      long size = ENTRY;
      for (Object element : list) {
        size += value(element);
      }
      return size;
    }
    return 0;
  }

  private static long text(String text) {
    return CHARACTER * text.length();
  }

  /** A sum that a callback adds to. */
  private static final class Total {
    private long bytes;

    private void add(AttributeKey<?> key, Object value) {
      bytes += ENTRY + value(value);
    }
  }
}
