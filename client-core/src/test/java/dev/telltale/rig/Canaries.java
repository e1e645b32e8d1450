package dev.telltale.rig;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import okio.ByteString;

/** Looks for planted secrets, whole, in part or in base64. */
final class Canaries {
  private static final int WINDOW = 12;

  private Canaries() {}

  static void assertAbsent(String place, String text) {
    for (String canary : List.of(ClientRig.KEY, ClientRig.PROMPT)) {
      String base64 = ByteString.encodeUtf8(canary).base64();
      for (String form : List.of(canary, base64)) {
        for (int i = 0; i + WINDOW <= form.length(); i++) {
          if (text.contains(form.substring(i, i + WINDOW))) {
            throw new AssertionError("A planted secret stands in " + place + ": " + text);
          }
        }
      }
    }
  }

  /** Everything a stack trace of the exception prints, and what it says of itself. */
  static String textOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.append(thrown.toString()).toString();
  }
}
