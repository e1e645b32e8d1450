package dev.telltale.observability.export;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws a call and what is below it as lines of text. */
final class CallRenderer {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Glyphs glyphs;

  CallRenderer(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /** The whole tree, each line ended, with an empty line after it. */
  String render(CallTree tree) {
    StringBuilder text = new StringBuilder();
    draw(tree, "", "", text);
    return text.append(System.lineSeparator()).toString();
  }

  private void draw(CallTree tree, String lead, String below, StringBuilder text) {
    line(text, lead + head(tree.span()));
    List<String> facts = new ArrayList<>(CallFacts.of(tree.span()));
    int more = tree.children().size() + (tree.left() > 0 ? 1 : 0);
    for (int i = 0; i < facts.size(); i++) {
      boolean last = i == facts.size() - 1 && more == 0;
      line(text, below + (last ? glyphs.last() : glyphs.branch()) + facts.get(i));
    }
    for (int i = 0; i < tree.children().size(); i++) {
      boolean last = i == more - 1;
      draw(
          tree.children().get(i),
          below + (last ? glyphs.last() : glyphs.branch()),
          below + (last ? glyphs.gap() : glyphs.trunk()),
          text);
    }
    if (tree.left() > 0) {
      line(text, below + glyphs.last() + "and " + tree.left() + " more");
    }
  }

  private static String head(SpanData span) {
    StringBuilder head = new StringBuilder(PlainText.name(span.getName()));
    @Nullable String provider = span.getAttributes().get(GenAi.PROVIDER_NAME);
    if (provider != null) {
      head.append("  ").append(PlainText.name(provider));
    }
    double seconds = (span.getEndEpochNanos() - span.getStartEpochNanos()) / NANOS_PER_SECOND;
    head.append("  ").append(PlainText.seconds(seconds));
    if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
      head.append("  failed");
    }
    return head.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(System.lineSeparator());
  }
}
