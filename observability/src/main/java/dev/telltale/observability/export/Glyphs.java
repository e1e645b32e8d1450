package dev.telltale.observability.export;

import java.nio.charset.Charset;

/**
 * The pieces a tree is drawn with, each three columns wide.
 *
 * @param branch before a line that others follow
 * @param last before the last line
 * @param trunk before what belongs to a line that others follow
 * @param gap before what belongs to the last line
 */
record Glyphs(String branch, String last, String trunk, String gap) {
  private static final Glyphs BOXES = new Glyphs("├─ ", "└─ ", "│  ", "   ");
  private static final Glyphs ASCII = new Glyphs("|- ", "`- ", "|  ", "   ");

  static Glyphs in(Charset charset) {
    boolean boxes = charset.canEncode() && charset.newEncoder().canEncode("├─└│");
    return boxes ? BOXES : ASCII;
  }
}
