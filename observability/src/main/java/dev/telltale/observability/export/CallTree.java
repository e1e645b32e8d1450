package dev.telltale.observability.export;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;

/**
 * A span that has ended, with those that ended below it.
 *
 * @param left how many more there were than are kept
 */
record CallTree(SpanData span, List<CallTree> children, int left) {
  CallTree {
    children = List.copyOf(children);
  }
}
