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
    assertAbsent(place, text, List.of(ClientRig.KEY, ClientRig.PROMPT));
  }

  /** Of the key only, where content may be. */
  static void assertKeyAbsent(String place, String text) {
    assertAbsent(place, text, List.of(ClientRig.KEY));
  }

  private static void assertAbsent(String place, String text, List<String> canaries) {
    for (String canary : canaries) {
      String base64 = ByteString.encodeUtf8(canary).base64();
      for (String form : List.of(canary, base64)) {
        for (int i = 0; i + WINDOW <= form.length(); i++) {
          int at = text.indexOf(form.substring(i, i + WINDOW));
          if (at >= 0) {
            throw new AssertionError(
                "A planted secret stands in " + place + ": " + around(text, at));
          }
        }
      }
    }
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 500), Math.min(text.length(), at + 100));
  }

  /** Everything a stack trace of the exception prints, and what it says of itself. */
  static String textOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.append(thrown.toString()).toString();
  }
}
